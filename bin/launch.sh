# Shared by ./gradus and bin/install; the caller has set root to the checkout.

state=$root/.gradus

# Two lines: the class path, the key of the jars. Its time is the start of their build.
launch=$state/launch

# Reads class_path and key; false when there is nothing to run, or a jar was deleted since.
read_launch() {
    [ -f "$launch" ] || return 1
    { IFS= read -r class_path && IFS= read -r key; } <"$launch" || return 1
    rest=$class_path:
    while [ -n "$rest" ]; do
        [ -f "${rest%%:*}" ] || return 1
        rest=${rest#*:}
    done
}

# A folder is newer when a file in it was added, renamed or deleted, so folders count as well.
sources_are_newer() {
    [ -n "$(cd "$root" && find pom.xml .mvn ./*/pom.xml ./*/src/main -newer "$launch" -print 2>/dev/null | head -n 1)" ]
}

is_current() {
    read_launch && ! sources_are_newer
}

# The AOT cache of the jars with key $2 on the JDK at home $1: one per jars and JDK build.
aot_cache() {
    sum=$(cksum <"$1/release" 2>/dev/null)
    printf '%s/gradus/%s-%s.aot' "${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}" "$2" "${sum%% *}"
}

# Options of every run, the one that makes the AOT cache included: the cache holds for equal options only.
# The JVM's warnings would land on standard output, where a program may be reading JSON.
jvm_options='-XX:MaxRAMPercentage=60 --enable-native-access=ALL-UNNAMED -Xlog:disable -Xlog:all=error:stderr'
main_class=org.gradus.workbench.Main
