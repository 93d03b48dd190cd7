// The ollama package; the argument is Herd's address.
import { Ollama } from "ollama";
import { z } from "zod";
import { TOOLS, asked, serve, start } from "./driver.mjs";

const client = new Ollama({ host: process.argv[2] });
const Num = z.object({ n: z.number().int() });

await serve({
  async chat({ model, ...more }) {
    const answer = await client.chat({ model, messages: asked(), ...more });
    return {
      text: answer.message.content,
      finish: answer.done_reason,
      completion: answer.eval_count,
      total: answer.prompt_eval_count + answer.eval_count,
    };
  },
  async stream({ model }) {
    const pieces = [];
    let last;
    for await (last of await client.chat({ model, messages: asked(), stream: true })) {
      if (last.message.content) pieces.push(last.message.content);
    }
    return { text: pieces.join(""), pieces: pieces.length, finish: last.done_reason, completion: last.eval_count };
  },
  async tools({ model, streamed }) {
    const messages = asked();
    const question = { model, messages, tools: TOOLS };
    const answer = await client.chat({ ...question, stream: streamed });
    const calls = [];
    for await (const part of streamed ? answer : [answer]) calls.push(...(part.message.tool_calls ?? []));
    messages.push({ role: "assistant", content: "", tool_calls: calls });
    for (const call of calls) {
      messages.push({ role: "tool", tool_name: call.function.name, content: "11 degrees" });
    }
    const last = await client.chat(question);
    return {
      names: calls.map((call) => call.function.name),
      arguments: calls[0].function.arguments,
      text: last.message.content,
    };
  },
  async parse({ model }) {
    const answer = await client.chat({
      model,
      messages: asked(),
      format: z.toJSONSchema(Num),
      options: { num_predict: 40 },
    });
    return { n: Num.parse(JSON.parse(answer.message.content)).n };
  },
  async embed({ model, texts }) {
    const answer = await client.embed({ model, input: texts });
    return { vectors: start(answer.embeddings), total: answer.prompt_eval_count };
  },
  async complete({ model }) {
    return { text: (await client.generate({ model, prompt: "Hi" })).response };
  },
  async models() {
    return (await client.list()).models.map((model) => model.name).sort();
  },
  async loaded() {
    return (await client.ps()).models.map((model) => model.name).sort();
  },
  async model({ name }) {
    return (await client.show({ model: name })).capabilities.sort();
  },
  async pull({ model, streamed }) {
    const answer = await client.pull({ model, stream: streamed });
    const steps = [];
    for await (const step of streamed ? answer : [answer]) steps.push(step);
    return { steps: steps.map((step) => step.status), total: Math.max(...steps.map((step) => step.total ?? 0)) };
  },
  async leave({ model }) {
    const chunks = await client.chat({ model, messages: asked(), stream: true });
    let count = 0;
    for await (const _ of chunks) {
      if (++count === 2) {
        chunks.abort();
        break;
      }
    }
    return count;
  },
});
