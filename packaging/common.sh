# What the packaging of every system has in common; to be read into a script that runs in the root of the repository.

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

# The JDK's own modules that Herd and its libraries use, as jdeps finds them in the jars; jdk.crypto.ec is found by service
# alone.
MODULES=java.base,java.desktop,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.xml,jdk.crypto.ec,jdk.net,jdk.unsupported

# Builds Herd and collects what jpackage needs. Leaves JAVA_HOME (a JDK 25), input (jars), runtime (a Java with JavaFX and
# the theme linked in), main_jar (a name) and herd_version.
collect() {
    parts=$1
    JAVA_HOME=$(find_jdk_25)
    export JAVA_HOME
    input=$parts/input
    runtime=$parts/runtime
    rm -rf "$parts" app/target/lib app/target/modules
    mkdir -p "$input"
    ./mvnw -q -pl router-engine,app package -Dmaven.test.skip -Dcheckstyle.skip
    herd_version=$(sed -n 's:^  <version>\([0-9.]*\).*</version>:\1:p' pom.xml)
    main_jar=$(basename "$(ls app/target/app-"$herd_version"*.jar)")
    cp "app/target/$main_jar" app/target/lib/*.jar "$input/"
    "$JAVA_HOME/bin/jlink" --module-path app/target/modules \
        --add-modules "$MODULES,javafx.controls,atlantafx.base" \
        --strip-debug --no-header-files --no-man-pages --compress zip-0 --output "$runtime"
}

# Makes the cache of loaded classes in an image: runs it once on a toolkit that draws into memory, with the demo fleet on
# its pages. The cache holds wherever the image goes, as long as its files keep their times.
#   make_cache DIRECTORY_OF_JARS DIRECTORY_OF_RUNTIME
make_cache() {
    directory=$(cd "$1" && pwd)
    java=$2/bin/java
    [ -x "$java" ] || java=$runtime/bin/java
    home=$(mktemp -d)
    set --
    path=
    while IFS= read -r line; do
        case $line in
            app.classpath=*) path=$path${path:+:}${line#*=} ;;
            java-options=-XX:AOTCache=*) ;;
            java-options=*) set -- "$@" "${line#*=}" ;;
        esac
    done <<END
$(sed "s:\$APPDIR:$directory:" "$directory/Herd.cfg")
END
    echo "packaging: making the cache of classes" >&2
    "$java" "$@" -XX:AOTCacheOutput="$directory/herd.aot" -cp "$path" \
        -Dglass.platform=Headless -Dprism.order=sw -Djava.awt.headless=true \
        dev.herd.app.Launcher app --demo --port 0 --home "$home/herd" --train >"$home/log" 2>&1 || true
    if [ ! -f "$directory/herd.aot" ]; then
        cat "$home/log" >&2
        echo "packaging: the image does not run" >&2
        exit 1
    fi
    rm -rf "$home"
}
