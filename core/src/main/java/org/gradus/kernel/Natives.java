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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The native library behind {@link Blas} and {@link Lapack}: OpenBLAS, from the jar {@code org.bytedeco:openblas} of
 * this platform if it is on the class path (or module path).
 *
 * <p>It is unpacked once into a folder of the user's cache, {@code natives/<version>-<platform>} below the system
 * property {@code gradus.cache}, else the environment variable {@code GRADUS_CACHE}, else {@code
 * $XDG_CACHE_HOME/gradus}, else {@code ~/.cache/gradus}; where that cannot be written, into a temporary folder. It runs
 * with one thread; {@link Workers} run several calls at once. Without it the same products and factorizations run in
 * Java. The system property {@code gradus.blas=off} turns it off.
 */
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
            } catch (RuntimeException | LinkageError e) {
                return missing("the search for it failed: " + e, "report this line");
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

    private static Search find() {
        String setting = System.getProperty("gradus.blas", "").strip().toLowerCase(Locale.ROOT);
        if (setting.equals("off") || setting.equals("false")) {
            return new Search(
                    Optional.empty(),
                    "OpenBLAS is off (system property gradus.blas=off); products and factorizations run in Java");
        }
        NativePlatform platform = NativePlatform.current();
        ClassLoader loader = ClassLoader.getSystemClassLoader();
        if (resource(platform, platform.library()) == null) {
            return missing(
                    "it is not on the class path",
                    "add " + ARTIFACT + ":jar:" + platform.name() + " to the class path, or set gradus.blas=off");
        }
        return load(platform, loader);
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

    private static Search load(NativePlatform platform, ClassLoader loader) {
        String version = NativeCache.version(resource(platform, platform.library()));
        List<String> failures = new ArrayList<>();
        for (Folder folder : List.<Folder>of(() -> cacheFolder(version, platform), Natives::temporaryFolder)) {
            try {
                Path library = unpack(platform, folder.get());
                SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
                return new Search(Optional.of(symbols), start(symbols) + ", " + library);
            } catch (IllegalCallerException e) {
                return missing(
                        "this JVM denies native access",
                        "start it with --enable-native-access=org.gradus.core (ALL-UNNAMED on the class path)");
            } catch (IOException | IllegalArgumentException | UnsatisfiedLinkError e) {
                failures.add(e.toString());
            }
        }
        return missing(
                "it could not be unpacked or loaded: " + String.join("; ", failures),
                "set the system property gradus.cache to a folder that can be written and from which code may run");
    }

    /** Sets the library to one thread; its name, version, options and CPU type. */
    private static String start(SymbolLookup symbols) {
        Linker linker = Linker.nativeLinker();
        try {
            linker.downcallHandle(
                            function(symbols, "openblas_set_num_threads"),
                            FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT))
                    .invokeExact(1);
            MethodHandle config = linker.downcallHandle(
                    function(symbols, "openblas_get_config"), FunctionDescriptor.of(ValueLayout.ADDRESS));
            MemorySegment text = (MemorySegment) config.invokeExact();
            return text.reinterpret(4096).getString(0).strip();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("OpenBLAS did not start", e);
        }
    }

    private interface Folder {
        Path get() throws IOException;
    }

    private static Path cacheFolder(String version, NativePlatform platform) {
        return NativeCache.root(System::getProperty, System::getenv)
                .resolve("natives")
                .resolve(version + "-" + platform.name());
    }

    private static Path temporaryFolder() throws IOException {
        Path folder = Files.createTempDirectory("gradus-natives");
        folder.toFile().deleteOnExit();
        return folder;
    }

    /** Unpacks what the jar has and loads what OpenBLAS needs; the path of OpenBLAS itself. */
    private static Path unpack(NativePlatform platform, Path folder) throws IOException {
        boolean temporary = folder.getFileName().toString().startsWith("gradus-natives");
        for (String file : platform.dependencies()) {
            URL url = resource(platform, file);
            if (url != null) {
                Path dependency = NativeCache.unpack(url, folder, file);
                deleteOnExit(dependency, temporary);
                SymbolLookup.libraryLookup(dependency, Arena.global());
            }
        }
        Path library = NativeCache.unpack(resource(platform, platform.library()), folder, platform.library());
        deleteOnExit(library, temporary);
        return library;
    }

    private static void deleteOnExit(Path file, boolean temporary) {
        if (temporary) {
            file.toFile().deleteOnExit();
        }
    }

    private static Search missing(String reason, String remedy) {
        String line = "OpenBLAS is not in use: " + reason + "; products and factorizations run in Java, slower. To do: "
                + remedy;
        System.getLogger("org.gradus").log(Level.WARNING, line);
        return new Search(Optional.empty(), line);
    }
}
