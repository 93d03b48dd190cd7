/// OpenAI's dialect, as client and as upstream. Pure: bytes in, values out, and back.
@NullMarked
package dev.herd.engine.protocol.openai;

import org.jspecify.annotations.NullMarked;
