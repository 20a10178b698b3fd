package org.gradus.kernel;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The native library behind {@link Blas} and {@link Lapack}: OpenBLAS, from the jar {@code org.bytedeco:openblas} of
 * this platform if it is on the class path (as a module it does not resolve).
 *
 * <p>It is unpacked once into a folder of the user's cache, {@code natives/<version>-<platform>} below the system
 * property {@code gradus.cache}, else the environment variable {@code GRADUS_CACHE}, else {@code
 * $XDG_CACHE_HOME/gradus}, else {@code ~/.cache/gradus}; where that cannot be written, into a temporary folder. It runs
 * with one thread; {@link Workers} run several calls at once. Without it the same products and factorizations run in
 * Java. The system property {@code gradus.blas=off} turns it off. OpenBLAS chooses its kernels, and so the last bits,
 * by the type of CPU; its own environment variable {@code OPENBLAS_CORETYPE} fixes the choice.
 */
@SuppressWarnings("restricted") // native code is what this class is about
public final class Natives {
    private static final String ARTIFACT = "org.bytedeco:openblas:0.3.31-1.5.13";

    private Natives() {}

    /** What a search found: the library's symbols, or none and why. */
    private record Search(Optional<SymbolLookup> symbols, String description) {}

    private static final class Found {
        static final Search SEARCH = search();

        private static Search search() {
            try {
                return find();
            } catch (Throwable e) {
                return missing("the search for it failed: " + e, "set gradus.blas=off, and report this line");
            }
        }
    }

    /**
     * Whether OpenBLAS is in use.
     *
     * @return whether it was found and loaded; never throws
     */
    public static boolean available() {
        return Found.SEARCH.symbols().isPresent();
    }

    /**
     * What is in use (name, version, CPU type, path), or why nothing is and what to add.
     *
     * @return one line for a person; never throws
     */
    public static String description() {
        return Found.SEARCH.description();
    }

    /** A function of the loaded library; there must be one. */
    static MemorySegment function(String name) {
        return function(Found.SEARCH.symbols().orElseThrow(), name);
    }

    private static MemorySegment function(SymbolLookup symbols, String name) {
        return symbols.find(name).orElseThrow(() -> new UnsatisfiedLinkError("no function " + name));
    }

    private static Search find() throws Throwable {
        String setting = System.getProperty("gradus.blas", "").strip().toLowerCase(Locale.ROOT);
        if (setting.equals("off") || setting.equals("false")) {
            return new Search(
                    Optional.empty(),
                    "OpenBLAS is off (system property gradus.blas); products and factorizations run in Java");
        }
        NativePlatform platform = NativePlatform.current();
        URL library = resource(platform, platform.library());
        if (library == null) {
            return missing(
                    "it is not on the class path",
                    "add " + ARTIFACT + " with classifier " + platform.name()
                            + " to the class path, or set the system property gradus.blas=off");
        }
        return load(platform, NativeCache.version(library));
    }

    private static URL resource(NativePlatform platform, String file) {
        String name = platform.resource(file);
        URL url = ClassLoader.getSystemClassLoader().getResource(name);
        ClassLoader own = Natives.class.getClassLoader();
        if (url == null && own != null) {
            url = own.getResource(name);
        }
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return url == null && context != null ? context.getResource(name) : url;
    }

    /** A folder for the files, made only when its turn comes. */
    private interface Folder {
        Path get() throws IOException;
    }

    private static Search load(NativePlatform platform, String version) throws Throwable {
        Folder cache = () -> NativeCache.root(System::getProperty, System::getenv)
                .resolve("natives")
                .resolve(version + "-" + platform.name());
        List<String> failures = new ArrayList<>();
        for (Folder folder : List.of(cache, NativeCache::temporary)) {
            try {
                Path library = unpack(platform, folder.get());
                SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
                return new Search(Optional.of(symbols), start(symbols) + ", " + library);
            } catch (IllegalCallerException e) {
                return missing(
                        "this JVM denies native access",
                        "start it with --enable-native-access=org.gradus.core (ALL-UNNAMED on the class path)");
            } catch (IOException | IllegalArgumentException | SecurityException | UnsatisfiedLinkError e) {
                failures.add(e.toString());
            }
        }
        return missing(
                "it could not be unpacked or loaded (" + String.join("; ", failures) + ")",
                "set the system property gradus.cache to a folder that can be written and from which code may run");
    }

    /** Unpacks what the jar has and loads what OpenBLAS needs; the path of OpenBLAS itself. */
    private static Path unpack(NativePlatform platform, Path folder) throws IOException {
        for (String file : platform.dependencies()) {
            URL url = resource(platform, file);
            if (url != null) {
                SymbolLookup.libraryLookup(NativeCache.unpack(url, folder, file), Arena.global());
            }
        }
        return NativeCache.unpack(resource(platform, platform.library()), folder, platform.library());
    }

    /** Sets the library to one thread; its name, version, options and CPU type. */
    private static String start(SymbolLookup symbols) throws Throwable {
        Linker linker = Linker.nativeLinker();
        linker.downcallHandle(
                        function(symbols, "openblas_set_num_threads"), FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT))
                .invokeExact(1);
        MethodHandle config = linker.downcallHandle(
                function(symbols, "openblas_get_config"), FunctionDescriptor.of(ValueLayout.ADDRESS));
        MemorySegment text = (MemorySegment) config.invokeExact();
        return text.reinterpret(4096).getString(0).strip();
    }

    private static Search missing(String reason, String remedy) {
        String line = "OpenBLAS is not in use: " + reason + "; products and factorizations run in Java, slower. To do: "
                + remedy;
        System.getLogger("org.gradus").log(Level.WARNING, line);
        return new Search(Optional.empty(), line);
    }
}
