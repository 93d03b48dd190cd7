/// OpenAI's API for chat, text completion and embeddings, as clients speak it and as servers do. Pure.
@NullMarked
package dev.herd.engine.protocol.openai;

import org.jspecify.annotations.NullMarked;
