# What the packaging of every system has in common; to be read into a script that runs in the root of the repository.
# Leaves: JAVA_HOME (a JDK 25), input (jars), runtime (a JRE with JavaFX linked in), and the jar's name in main_jar.

find_jdk_25() {
    for home in ${JAVA_HOME:+"$JAVA_HOME"} /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release" 2>/dev/null || true)
        if [ -n "$version" ] && [ "$version" -ge 25 ] && [ -x "$home/bin/jpackage" ]; then
            echo "$home"
            return 0
        fi
    done
    echo "packaging: needs a JDK 25 with jpackage" >&2
    return 1
}

# The JDK's own modules that Herd and its libraries use; jdk.crypto.ec is found by service, not by name.
MODULES=java.base,java.desktop,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.xml,jdk.crypto.ec,jdk.unsupported,jdk.unsupported.desktop

collect() {
    out=$1
    JAVA_HOME=$(find_jdk_25)
    export JAVA_HOME
    ./mvnw -q package -Dmaven.test.skip -Dcheckstyle.skip
    rm -rf "$out"
    mkdir -p "$out/input" "$out/modules"
    cp app/target/lib/*.jar "$out/input/"
    main_jar=$(basename "$(ls app/target/app-*.jar | head -n 1)")
    cp "app/target/$main_jar" "$out/input/"
    # JavaFX and the theme are modules and go into the runtime; everything else stays on the class path, because Undertow
    # is none. The jars of JavaFX that name no system are empty.
    for jar in "$out"/input/javafx-*.jar; do
        case $jar in
            *-linux.jar | *-linux-aarch64.jar | *-mac.jar | *-mac-aarch64.jar | *-win.jar) mv "$jar" "$out/modules/" ;;
            *) rm "$jar" ;;
        esac
    done
    mv "$out"/input/atlantafx-base-*.jar "$out/modules/"
    "$JAVA_HOME/bin/jlink" --module-path "$out/modules" \
        --add-modules "$MODULES,javafx.controls,atlantafx.base" \
        --strip-debug --no-header-files --no-man-pages --compress zip-0 --output "$out/runtime"
    input=$out/input
    runtime=$out/runtime
}

# The common options, one word per line, quotes respected.
common_options() {
    sed -e '/^#/d' -e '/^$/d' jpackage.cfg
}
