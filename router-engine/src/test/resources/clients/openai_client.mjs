// The openai package; the argument is Herd's address.
import OpenAI from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { z } from "zod";
import { TOOLS, asked, serve, start } from "./driver.mjs";

const client = new OpenAI({ baseURL: process.argv[2] + "/v1", apiKey: "none", maxRetries: 0 });

await serve({
  async chat({ model, ...more }) {
    const answer = await client.chat.completions.create({ model, messages: asked(), ...more });
    return {
      text: answer.choices[0].message.content,
      finish: answer.choices[0].finish_reason,
      completion: answer.usage.completion_tokens,
      total: answer.usage.total_tokens,
    };
  },
  async stream({ model }) {
    const pieces = [];
    let finish = null;
    let completion = 0;
    const chunks = await client.chat.completions.create({
      model,
      messages: asked(),
      stream: true,
      stream_options: { include_usage: true },
    });
    for await (const chunk of chunks) {
      completion = chunk.usage?.completion_tokens ?? completion;
      for (const choice of chunk.choices) {
        finish = choice.finish_reason ?? finish;
        if (choice.delta.content) pieces.push(choice.delta.content);
      }
    }
    return { text: pieces.join(""), pieces: pieces.length, finish, completion };
  },
  async tools({ model, streamed }) {
    const messages = asked();
    const question = { model, messages, tools: TOOLS };
    const answer = streamed
      ? await client.chat.completions.stream(question).finalChatCompletion()
      : await client.chat.completions.create(question);
    const message = answer.choices[0].message;
    messages.push(message);
    for (const call of message.tool_calls) {
      messages.push({ role: "tool", tool_call_id: call.id, content: "11 degrees" });
    }
    const last = await client.chat.completions.create(question);
    return {
      names: message.tool_calls.map((call) => call.function.name),
      arguments: message.tool_calls[0].function.arguments,
      ids: new Set(message.tool_calls.map((call) => call.id)).size,
      text: last.choices[0].message.content,
    };
  },
  async parse({ model }) {
    const answer = await client.chat.completions.parse({
      model,
      messages: asked(),
      max_tokens: 40,
      response_format: zodResponseFormat(z.object({ n: z.number().int() }), "number"),
    });
    return { n: answer.choices[0].message.parsed.n };
  },
  async embed({ model, texts }) {
    const answer = await client.embeddings.create({ model, input: texts });
    return { vectors: start(answer.data.map((one) => one.embedding)), total: answer.usage.total_tokens };
  },
  async complete({ model }) {
    const answer = await client.completions.create({ model, prompt: "Hi" });
    return { text: answer.choices[0].text };
  },
  async models() {
    const ids = [];
    for await (const model of client.models.list()) ids.push(model.id);
    return ids.sort();
  },
  async model({ name }) {
    return (await client.models.retrieve(name)).id;
  },
  async leave({ model }) {
    const chunks = await client.chat.completions.create({ model, messages: asked(), stream: true });
    let count = 0;
    for await (const _ of chunks) {
      if (++count === 2) break;
    }
    return count;
  },
});
