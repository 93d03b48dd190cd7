"""The openai package; the argument is Herd's address."""

import sys

from driver import TOOLS, asked, serve
from openai import OpenAI
from pydantic import BaseModel

client = OpenAI(base_url=sys.argv[1] + "/v1", api_key="none", max_retries=0, timeout=60)


class Number(BaseModel):
    n: int


def chat(model, **more):
    answer = client.chat.completions.create(model=model, messages=asked(), **more)
    return {
        "text": answer.choices[0].message.content,
        "finish": answer.choices[0].finish_reason,
        "completion": answer.usage.completion_tokens,
        "total": answer.usage.total_tokens,
    }


def stream(model):
    pieces, finish, completion = [], None, 0
    chunks = client.chat.completions.create(
        model=model, messages=asked(), stream=True, stream_options={"include_usage": True}
    )
    for chunk in chunks:
        if chunk.usage:
            completion = chunk.usage.completion_tokens
        for choice in chunk.choices:
            finish = choice.finish_reason or finish
            if choice.delta.content:
                pieces.append(choice.delta.content)
    return {"text": "".join(pieces), "pieces": len(pieces), "finish": finish, "completion": completion}


def tools(model, streamed):
    messages = asked()
    with client.chat.completions.stream(model=model, messages=messages, tools=TOOLS) if streamed else _Whole(
        model, messages
    ) as answer:
        message = answer.get_final_completion().choices[0].message
    calls = message.tool_calls
    messages.append(message.to_dict())
    for call in calls:
        messages.append({"role": "tool", "tool_call_id": call.id, "content": "11 degrees"})
    last = client.chat.completions.create(model=model, messages=messages, tools=TOOLS)
    return {
        "names": [call.function.name for call in calls],
        "arguments": calls[0].function.arguments,
        "ids": len({call.id for call in calls}),
        "text": last.choices[0].message.content,
    }


class _Whole:
    def __init__(self, model, messages):
        self.answer = client.chat.completions.create(model=model, messages=messages, tools=TOOLS)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def get_final_completion(self):
        return self.answer


def parse(model):
    answer = client.chat.completions.parse(
        model=model, messages=asked(), response_format=Number, max_tokens=40
    )
    return {"n": answer.choices[0].message.parsed.n}


def embed(model, texts):
    answer = client.embeddings.create(model=model, input=texts)
    return {"vectors": [[round(x, 6) for x in one.embedding[:3]] for one in answer.data], "total": answer.usage.total_tokens}


def complete(model):
    answer = client.completions.create(model=model, prompt="Hi")
    return {"text": answer.choices[0].text}


def models():
    return sorted(model.id for model in client.models.list())


def model(name):
    return client.models.retrieve(name).id


def leave(model):
    with client.chat.completions.create(model=model, messages=asked(), stream=True) as chunks:
        for count, _ in enumerate(chunks, 1):
            if count == 2:
                return count


serve({f.__name__: f for f in (chat, stream, tools, parse, embed, complete, models, model, leave)})
