package org.gradus.workbench.minimize;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.gradus.error.ArgumentException;
import org.gradus.error.EnvironmentException;
import org.gradus.error.SourceLine;

/**
 * A Java file compiled in memory, with the lines and variables that its derivatives' errors name.
 *
 * @param path the file
 * @param classes its classes, in the order of their compilation
 */
public record CompiledFile(Path path, List<Class<?>> classes) {
    private static final int SHOWN_ERRORS = 5;

    /** Copies the list. */
    public CompiledFile {
        classes = List.copyOf(classes);
    }

    /**
     * Compiles a file.
     *
     * @param command whose errors begin with its name
     * @param path the file
     * @param classPath jars and folders that it uses beside the JDK
     * @return its classes
     * @throws ArgumentException when there is no such file, or it does not compile
     */
    public static CompiledFile of(String command, Path path, List<Path> classPath) {
        String text = read(command, path);
        for (Path entry : classPath) {
            if (!Files.exists(entry)) {
                throw new ArgumentException(
                        command + ": nothing is at " + entry + " of --class-path",
                        "give jars and folders of classes that exist");
            }
        }
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new EnvironmentException(
                    command + ": this Java has no compiler", "run with a JDK, which has the module jdk.compiler");
        }
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        List<String> options = new ArrayList<>(List.of("-g", "-proc:none", "-Xlint:none", "-implicit:none"));
        options.addAll(List.of("-classpath", compilePath(classPath)));
        try (JavaFileManager files = new Outputs(javac.getStandardFileManager(said, Locale.ENGLISH, null), bytes)) {
            boolean ok = javac.getTask(new StringWriter(), files, said, options, null, List.of(new Source(path, text)))
                    .call();
            if (!ok) {
                throw failed(command, path, text, said.getDiagnostics());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CompiledFile(path, load(bytes, classPath));
    }

    private static String read(String command, Path path) {
        try {
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new ArgumentException(command + ": no file at " + path, "check the name", SourceLine.UNKNOWN, e);
        } catch (MalformedInputException e) {
            throw new ArgumentException(
                    command + ": " + path + " is not a text in UTF-8", "save it in UTF-8", SourceLine.UNKNOWN, e);
        } catch (IOException e) {
            throw new ArgumentException(
                    command + ": cannot read " + path + ": " + e.getMessage(),
                    "give a Java file that can be read",
                    SourceLine.UNKNOWN,
                    e);
        }
    }

    private static String compilePath(List<Path> classPath) {
        String own = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        String separator = System.getProperty("path.separator");
        String given = classPath.stream().map(Path::toString).collect(Collectors.joining(separator));
        return given.isEmpty() ? own : given + separator + own;
    }

    private static ArgumentException failed(
            String command, Path path, String text, List<Diagnostic<? extends JavaFileObject>> said) {
        List<String> lines = text.lines().toList();
        List<Diagnostic<? extends JavaFileObject>> errors =
                said.stream().filter(d -> d.getKind() == Diagnostic.Kind.ERROR).toList();
        StringBuilder problem = new StringBuilder(command + ": " + path.getFileName() + " does not compile");
        for (Diagnostic<? extends JavaFileObject> error : errors.subList(0, Math.min(SHOWN_ERRORS, errors.size()))) {
            int line = (int) error.getLineNumber();
            problem.append("\n  ")
                    .append(path.getFileName())
                    .append(line > 0 ? ":" + line : "")
                    .append(": ")
                    .append(error.getMessage(Locale.ENGLISH).replace("\n", "\n    "));
            if (line > 0 && line <= lines.size()) {
                String source = lines.get(line - 1).replace('\t', ' ');
                problem.append("\n    ").append(source);
                int column = (int) error.getColumnNumber();
                if (column > 0 && column <= source.length() + 1) {
                    problem.append("\n    ").append(" ".repeat(column - 1)).append('^');
                }
            }
        }
        if (errors.size() > SHOWN_ERRORS) {
            problem.append("\n  and ").append(errors.size() - SHOWN_ERRORS).append(" more errors");
        }
        return new ArgumentException(
                problem.toString(),
                "mend the file; give libraries that it uses with --class-path",
                SourceLine.UNKNOWN,
                null);
    }

    private static List<Class<?>> load(Map<String, byte[]> bytes, List<Path> classPath) {
        URL[] urls = new URL[classPath.size()];
        try {
            for (int i = 0; i < urls.length; i++) {
                urls[i] = classPath.get(i).toUri().toURL();
            }
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
        Loader loader = new Loader(urls, bytes);
        List<Class<?>> classes = new ArrayList<>();
        try {
            for (String name : bytes.keySet()) {
                classes.add(Class.forName(name, false, loader));
            }
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
        return classes;
    }

    /** Has the classes of the file, and serves their bytes, from which derivatives are made. */
    private static final class Loader extends URLClassLoader {
        private final Map<String, byte[]> bytes;

        Loader(URL[] urls, Map<String, byte[]> bytes) {
            super(urls, CompiledFile.class.getClassLoader());
            this.bytes = bytes;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                byte[] own = bytes.get(name);
                if (own == null) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : defineClass(name, own, 0, own.length);
            }
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            byte[] own = name.endsWith(".class")
                    ? bytes.get(name.substring(0, name.length() - 6).replace('/', '.'))
                    : null;
            return own == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(own);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(Path path, String text) {
            super(uri(path), Kind.SOURCE);
            this.text = text;
        }

        private static URI uri(Path path) {
            return path.toAbsolutePath().toUri();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        /** A file of any name may hold a public class, as it may for {@code java File.java}. */
        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return true;
        }
    }

    private static final class Outputs extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, byte[]> classes;

        Outputs(JavaFileManager files, Map<String, byte[]> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            URI uri = URI.create("memory:///" + className.replace('.', '/').replace('$', '-') + ".class");
            return new SimpleJavaFileObject(uri, kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            classes.put(className, toByteArray());
                        }
                    };
                }
            };
        }
    }

    /**
     * A lookup with all rights of a class of the file. The loader's module is another than this one, so such a lookup can
     * only come from a class within it, which is made here.
     */
    MethodHandles.Lookup lookup(Class<?> type) {
        Loader loader = (Loader) type.getClassLoader();
        String name = (type.getPackageName().isEmpty() ? "" : type.getPackageName() + ".") + "GradusLookup";
        ClassDesc lookups = MethodHandles.Lookup.class.describeConstable().orElseThrow();
        MethodTypeDesc returns = MethodTypeDesc.of(lookups);
        byte[] bridge = ClassFile.of()
                .build(
                        ClassDesc.of(name),
                        made -> made.withFlags(ClassFile.ACC_PUBLIC)
                                .withMethodBody(
                                        "lookup",
                                        returns,
                                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                                        code -> code.invokestatic(
                                                        ClassDesc.of("java.lang.invoke.MethodHandles"),
                                                        "lookup",
                                                        returns)
                                                .areturn()));
        loader.bytes.putIfAbsent(name, bridge);
        try {
            MethodHandles.Lookup inside = (MethodHandles.Lookup)
                    Class.forName(name, true, loader).getMethod("lookup").invoke(null);
            return MethodHandles.privateLookupIn(type, inside);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    /** The file's line in a stack trace: where it threw, or stands. */
    SourceLine lineIn(StackTraceElement[] trace) {
        for (StackTraceElement frame : trace) {
            boolean own = classes.stream().anyMatch(c -> frame.getClassName().equals(c.getName()));
            if (own && frame.getLineNumber() > 0) {
                return new SourceLine(
                        frame.getClassName(),
                        frame.getMethodName(),
                        path.getFileName().toString(),
                        frame.getLineNumber());
            }
        }
        return SourceLine.UNKNOWN;
    }
}
