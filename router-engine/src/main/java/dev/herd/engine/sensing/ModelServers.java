package dev.herd.engine.sensing;

import java.util.List;
import java.util.Locale;

/// Which processes serve models. Pure.
public final class ModelServers {
    /// Names of programs, in small letters. A process may be called like one of them and more, as
    /// `ollama_llama_server` and `VLLM::EngineCore` are, and its name may be cut at 15 letters on Linux.
    private static final List<String> PROGRAMS = List.of(
            "ollama",
            "llama-server",
            "llama-box",
            "llama-swap",
            "llama.cpp",
            "llamafile",
            "com.docker.llama-server",
            "lms",
            "lm studio",
            "lm-studio",
            "lmstudio",
            "llmster",
            "koboldcpp",
            "vllm",
            "sglang",
            "mlx_lm",
            "mlx_vlm",
            "mlx-openai-server",
            "mistralrs",
            "mistralrs-server",
            "local-ai",
            "localai",
            "text-generation-launcher",
            "text-generation-server",
            "text-generation-router",
            "tabbyapi",
            "aphrodite",
            "lmdeploy",
            "llama_cpp",
            "lemonade-server",
            "cortex-server",
            "ramalama");

    /// They run what their arguments name; `pt_main_thread` is how PyTorch calls its own.
    private static final List<String> INTERPRETERS = List.of("python", "pypy", "uv", "uvx", "pt_main_thread", "ray::");

    private static final int CUT = 15;

    private ModelServers() {}

    /// Whether its name alone says so.
    public static boolean isServer(String process) {
        String name = bare(process);
        return PROGRAMS.stream().anyMatch(program -> isCalled(name, program));
    }

    /// Whether only its arguments can say.
    public static boolean isInterpreter(String process) {
        String name = bare(process);
        return INTERPRETERS.stream().anyMatch(name::startsWith);
    }

    /// Whether an interpreter runs a model server: as a module (`-m vllm.entrypoints…`) or script.
    ///
    /// @param arguments the process's own name first
    public static boolean runsServer(List<String> arguments) {
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("-m")) {
                return i + 1 < arguments.size() && isServer(arguments.get(i + 1));
            }
            if (!argument.startsWith("-") && !argument.equals("run")) {
                return isServer(argument);
            }
        }
        return false;
    }

    private static boolean isCalled(String name, String program) {
        if (name.startsWith(program)) {
            return name.length() == program.length() || !Character.isLetterOrDigit(name.charAt(program.length()));
        }
        return name.length() == CUT && program.startsWith(name);
    }

    /// Without folder and ending.
    private static String bare(String process) {
        int folder = Math.max(process.lastIndexOf('/'), process.lastIndexOf('\\'));
        String name = process.substring(folder + 1).strip().toLowerCase(Locale.ROOT);
        return name.endsWith(".exe") ? name.substring(0, name.length() - 4) : name;
    }
}
