package dev.herd.engine.gateway;

import java.util.regex.Pattern;

/// Which names a request may have pulled: those that the registry may have, and none that only a hosted service has.
/// What a person asks to be pulled is not held against this.
final class PullableName {
    /// `name`, `name:tag`, `user/name:tag`. With a host before it a name would let whoever asks choose where this
    /// machine
    /// connects to.
    private static final Pattern OF_THE_REGISTRY =
            Pattern.compile("(?:[A-Za-z0-9][\\w-]{0,79}/)?[A-Za-z0-9][\\w.-]{0,79}(?::[A-Za-z0-9_][\\w.-]{0,79})?");

    /// Models that are served and never given away, and OpenAI's open ones left out of them.
    private static final Pattern HOSTED = Pattern.compile("(?i)(?:.*/)?(?:"
            + "(?:claude|anthropic|gemini|chatgpt|grok|sonar|dall-e|whisper|tts|codex|sora|davinci|babbage"
            + "|text-embedding|text-davinci|text-moderation|omni-moderation|computer-use)(?:[-.:].*)?"
            + "|gpt-(?!oss\\b).*"
            + "|o[1-9](?:[-:].*)?"
            + "|deepseek-(?:chat|reasoner)(?::.*)?)");

    /// Names under which Ollama passes prompts on to a service.
    private static final Pattern IN_THE_CLOUD = Pattern.compile("(?i).*[:-]cloud");

    private PullableName() {}

    static boolean is(String name) {
        return OF_THE_REGISTRY.matcher(name).matches()
                && !HOSTED.matcher(name).matches()
                && !IN_THE_CLOUD.matcher(name).matches();
    }
}
