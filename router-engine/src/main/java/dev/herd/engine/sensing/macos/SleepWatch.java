package dev.herd.engine.sensing.macos;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.herd.engine.sensing.NativeCallback;
import dev.herd.engine.sensing.NativeFunction;
import dev.herd.engine.sensing.NativeLibrary;
import dev.herd.engine.sensing.Sleep;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears from IOKit that the machine falls asleep (`IOPMLib.h`). macOS waits 30 s for an answer to each such message:
/// each is answered, whatever happens.
final class SleepWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SleepWatch.class);

    /// `iokit_common_msg` numbers of `IOMessage.h`.
    private static final int CAN_SLEEP = 0xE0000270;

    private static final int WILL_SLEEP = 0xE0000280;
    private static final int WILL_NOT_SLEEP = 0xE0000290;
    private static final int HAS_POWERED_ON = 0xE0000300;

    private static final Duration MOST_WAIT = Duration.ofSeconds(5);
    private static final FunctionDescriptor CALLBACK = FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);

    private final Sleep.Watcher watcher;
    private final Executor threads;
    private final NativeFunction register;
    private final NativeFunction allow;
    private final NativeFunction deregister;
    private final NativeFunction closeService;
    private final NativeFunction loopSource;
    private final NativeFunction destroyPort;
    private final NativeFunction currentLoop;
    private final NativeFunction addSource;
    private final NativeFunction runLoop;
    private final NativeFunction stopLoop;
    private final MemorySegment mode;
    private final MemorySegment port = Arena.global().allocate(ADDRESS);
    private final MemorySegment notifier = Arena.global().allocate(JAVA_INT);
    private final CompletableFuture<MemorySegment> loop = new CompletableFuture<>();
    private volatile int root;
    private volatile boolean toldOfSleep;

    /// @param threads gives each task a platform thread of its own: one waits for messages as long as this is open
    /// @throws IOException when IOKit or CoreFoundation lacks something
    SleepWatch(MacLibraries libraries, Sleep.Watcher watcher, Executor threads) throws IOException {
        this.watcher = watcher;
        this.threads = threads;
        NativeLibrary kit = libraries.framework("IOKit");
        register = kit.function("IORegisterForSystemPower", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        allow = kit.function("IOAllowPowerChange", JAVA_INT, JAVA_INT, JAVA_LONG);
        deregister = kit.function("IODeregisterForSystemPower", JAVA_INT, ADDRESS);
        closeService = kit.function("IOServiceClose", JAVA_INT, JAVA_INT);
        loopSource = kit.function("IONotificationPortGetRunLoopSource", ADDRESS, ADDRESS);
        destroyPort = kit.procedure("IONotificationPortDestroy", ADDRESS);
        NativeLibrary foundation = libraries.framework("CoreFoundation");
        currentLoop = foundation.function("CFRunLoopGetCurrent", ADDRESS);
        addSource = foundation.procedure("CFRunLoopAddSource", ADDRESS, ADDRESS, ADDRESS);
        runLoop = foundation.procedure("CFRunLoopRun");
        stopLoop = foundation.procedure("CFRunLoopStop", ADDRESS);
        // A variable that holds a pointer, not a pointer.
        mode = foundation.variable("kCFRunLoopDefaultMode", ADDRESS).get(ADDRESS, 0);
    }

    /// Begins. To be called once.
    ///
    /// @throws IOException when macOS does not tell
    void begin() throws IOException {
        MemorySegment callback = NativeCallback.of(
                target("heard", MemorySegment.class, int.class, int.class, MemorySegment.class), CALLBACK);
        root = register.asInt(MemorySegment.NULL, port, callback, notifier);
        if (root == 0) {
            throw new IOException("IORegisterForSystemPower gives no port");
        }
        threads.execute(this::listen);
    }

    private MethodHandle target(String method, Class<?>... parameters) {
        try {
            return MethodHandles.lookup().bind(this, method, MethodType.methodType(void.class, parameters));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Messages arrive on the thread whose loop has their source.
    private void listen() {
        MemorySegment current = currentLoop.asSegment();
        addSource.run(current, loopSource.asSegment(port.get(ADDRESS, 0)), mode);
        loop.complete(current);
        runLoop.run();
    }

    /// `IOServiceInterestCallback`.
    @SuppressWarnings("unused") // called by the system, through its handle
    private void heard(MemorySegment reference, int service, int message, MemorySegment argument) {
        switch (message) {
            case CAN_SLEEP -> answer(argument);
            case WILL_SLEEP -> {
                try {
                    toldOfSleep = true;
                    fallAsleep();
                } finally {
                    answer(argument);
                }
            }
            case WILL_NOT_SLEEP -> {
                if (toldOfSleep) {
                    wakeUp();
                }
            }
            case HAS_POWERED_ON -> wakeUp();
            default -> LOG.trace("macOS tells {} of its power", Integer.toHexString(message));
        }
    }

    private void answer(MemorySegment argument) {
        int status = allow.asInt(root, argument.address());
        if (status != 0) {
            LOG.warn("IOAllowPowerChange answers {}", Integer.toHexString(status));
        }
    }

    private void fallAsleep() {
        try {
            CompletableFuture.runAsync(watcher::fallsAsleep, threads).get(MOST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            LOG.error("what had to be done before sleep failed", failed.getCause());
        } catch (TimeoutException late) {
            LOG.warn("what had to be done before sleep took longer than {} s", MOST_WAIT.toSeconds());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void wakeUp() {
        toldOfSleep = false;
        threads.execute(watcher::wokeUp);
    }

    /// Ends; its thread ends with it. A loop that is about to begin finds its source gone.
    @Override
    public void close() {
        if (root == 0) {
            return;
        }
        deregister.asInt(notifier);
        MemorySegment running = loop.getNow(MemorySegment.NULL);
        if (!CoreFoundation.isNull(running)) {
            stopLoop.run(running);
        }
        destroyPort.run(port.get(ADDRESS, 0));
        closeService.asInt(root);
        root = 0;
    }
}
