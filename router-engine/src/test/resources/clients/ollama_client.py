"""The ollama package; the argument is Herd's address."""

import sys

from driver import TOOLS, asked, serve
from ollama import Client
from pydantic import BaseModel

client = Client(host=sys.argv[1])


class Number(BaseModel):
    n: int


def chat(model, **more):
    answer = client.chat(model=model, messages=asked(), **more)
    return {
        "text": answer.message.content,
        "finish": answer.done_reason,
        "completion": answer.eval_count,
        "total": answer.prompt_eval_count + answer.eval_count,
    }


def stream(model):
    pieces, last = [], None
    for last in client.chat(model=model, messages=asked(), stream=True):
        if last.message.content:
            pieces.append(last.message.content)
    return {"text": "".join(pieces), "pieces": len(pieces), "finish": last.done_reason, "completion": last.eval_count}


def tools(model, streamed):
    messages = asked()
    calls = []
    answer = client.chat(model=model, messages=messages, tools=TOOLS, stream=streamed)
    for part in answer if streamed else [answer]:
        calls.extend(part.message.tool_calls or [])
    messages.append({"role": "assistant", "content": "", "tool_calls": [call.model_dump() for call in calls]})
    for call in calls:
        messages.append({"role": "tool", "tool_name": call.function.name, "content": "11 degrees"})
    last = client.chat(model=model, messages=messages, tools=TOOLS)
    return {
        "names": [call.function.name for call in calls],
        "arguments": dict(calls[0].function.arguments),
        "text": last.message.content,
    }


def parse(model):
    answer = client.chat(
        model=model, messages=asked(), format=Number.model_json_schema(), options={"num_predict": 40}
    )
    return {"n": Number.model_validate_json(answer.message.content).n}


def embed(model, texts):
    answer = client.embed(model=model, input=texts)
    return {"vectors": [[round(x, 6) for x in one[:3]] for one in answer.embeddings], "total": answer.prompt_eval_count}


def complete(model):
    return {"text": client.generate(model=model, prompt="Hi").response}


def models():
    return sorted(model.model for model in client.list().models)


def loaded():
    return sorted(model.model for model in client.ps().models)


def model(name):
    return sorted(client.show(name).capabilities)


def pull(model, streamed):
    answer = client.pull(model, stream=streamed)
    steps = list(answer) if streamed else [answer]
    return {"steps": [step.status for step in steps], "total": max((step.total or 0) for step in steps)}


def leave(model):
    chunks = client.chat(model=model, messages=asked(), stream=True)
    for count, _ in enumerate(chunks, 1):
        if count == 2:
            chunks.close()
            return count


serve({f.__name__: f for f in (chat, stream, tools, parse, embed, complete, models, loaded, model, pull, leave)})
