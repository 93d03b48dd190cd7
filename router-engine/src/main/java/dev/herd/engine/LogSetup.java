package dev.herd.engine;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import dev.herd.engine.storage.HomeDirectory;
import org.slf4j.LoggerFactory;

/// Sends what is logged to stderr and to `HOME/logs`, which keeps two weeks and at most 50 MB. Stdout belongs to the
/// ready line.
final class LogSetup {
    private static final String FORMAT = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0}: %msg%n";

    private LogSetup() {}

    /// Nowhere: for a command that says itself what there is to say.
    static void off() {
        LoggerContext context = context();
        context.reset();
        context.getLogger("ROOT").setLevel(Level.OFF);
    }

    static void to(HomeDirectory home) {
        LoggerContext context = context();
        context.reset();
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setTarget("System.err");
        start(context, console);
        var file = new RollingFileAppender<ILoggingEvent>();
        file.setFile(home.logs().resolve("herd.log").toString());
        var policy = new SizeAndTimeBasedRollingPolicy<ILoggingEvent>();
        policy.setContext(context);
        policy.setParent(file);
        policy.setFileNamePattern(home.logs().resolve("herd.%d.%i.log").toString());
        policy.setMaxFileSize(FileSize.valueOf("10MB"));
        policy.setMaxHistory(14);
        policy.setTotalSizeCap(FileSize.valueOf("50MB"));
        policy.start();
        file.setRollingPolicy(policy);
        start(context, file);
        context.getLogger("ROOT").setLevel(Level.WARN);
        context.getLogger("dev.herd").setLevel(Level.INFO);
    }

    private static LoggerContext context() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            return context;
        }
        throw new IllegalStateException("logging is bound to something else: "
                + LoggerFactory.getILoggerFactory().getClass());
    }

    private static void start(LoggerContext context, OutputStreamAppender<ILoggingEvent> appender) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(FORMAT);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        context.getLogger("ROOT").addAppender(appender);
    }
}
