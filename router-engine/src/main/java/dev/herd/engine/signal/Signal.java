package dev.herd.engine.signal;

/// One thing that is measured on a machine.
public sealed interface Signal
        permits Accelerators,
                Camera,
                Disk,
                Front,
                Heat,
                Input,
                Lock,
                Memory,
                Microphone,
                NetworkUse,
                Power,
                Pressure,
                Processor,
                Runners,
                Swap {}
