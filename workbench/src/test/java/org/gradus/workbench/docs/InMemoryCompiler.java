package org.gradus.workbench.docs;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Compiles Java text against the class path of the tests, without files. */
final class InMemoryCompiler {
    private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();

    private InMemoryCompiler() {}

    /**
     * What became of the text.
     *
     * @param succeeded whether there are classes
     * @param messages what javac printed
     * @param classes by their binary name
     */
    record Result(boolean succeeded, String messages, Map<String, byte[]> classes) {

        /** Loads the classes, below those of the tests. */
        ClassLoader load() {
            return new ClassLoader(InMemoryCompiler.class.getClassLoader()) {
                @Override
                protected Class<?> findClass(String name) throws ClassNotFoundException {
                    byte[] bytes = classes.get(name);
                    if (bytes == null) {
                        throw new ClassNotFoundException(name);
                    }
                    return defineClass(name, bytes, 0, bytes.length);
                }

                // Derivatives of plain Java are made from the class files.
                @Override
                public InputStream getResourceAsStream(String name) {
                    byte[] bytes = name.endsWith(".class")
                            ? classes.get(name.substring(0, name.length() - ".class".length())
                                    .replace('/', '.'))
                            : null;
                    return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
                }
            };
        }
    }

    /**
     * Compiles.
     *
     * @param sources texts by the path of their file, as {@code a/Example.java}
     * @param options as on javac's command line
     */
    static Result compile(Map<String, String> sources, String... options) {
        Map<String, byte[]> classes = new HashMap<>();
        StringWriter messages = new StringWriter();
        Locale locale = Locale.getDefault();
        Locale.setDefault(Locale.ENGLISH);
        try (JavaFileManager files = new Outputs(classes)) {
            List<Source> units = sources.entrySet().stream()
                    .map(e -> new Source(e.getKey(), e.getValue()))
                    .toList();
            boolean succeeded = JAVAC.getTask(messages, files, null, options(options), null, units)
                    .call();
            return new Result(succeeded, messages.toString(), classes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Locale.setDefault(locale);
        }
    }

    /** A source file as a tree. */
    record Parsed(CompilationUnitTree unit, SourcePositions positions) {}

    static Parsed parse(String file, String text) {
        try (JavaFileManager files = new Outputs(new HashMap<>())) {
            List<Source> units = List.of(new Source(file, text));
            JavacTask task = (JavacTask) JAVAC.getTask(new StringWriter(), files, null, options(), null, units);
            CompilationUnitTree unit = task.parse().iterator().next();
            return new Parsed(unit, Trees.instance(task).getSourcePositions());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> options(String... options) {
        return Stream.concat(Stream.of("-proc:none", "-classpath", classPath()), Stream.of(options))
                .toList();
    }

    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** The packages of a list that have a class on the class path. */
    static List<String> existing(List<String> packages) {
        List<String> found = new ArrayList<>();
        try (JavaFileManager files = JAVAC.getStandardFileManager(null, Locale.ENGLISH, StandardCharsets.UTF_8)) {
            files.handleOption("-classpath", List.of(classPath()).iterator());
            for (String name : packages) {
                var classes = files.list(StandardLocation.CLASS_PATH, name, Set.of(JavaFileObject.Kind.CLASS), false);
                if (classes.iterator().hasNext()) {
                    found.add(name);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(found);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String path, String text) {
            super(URI.create("memory:///" + path), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public String getName() {
            return toUri().getPath().substring(1);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Outputs extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, byte[]> classes;

        Outputs(Map<String, byte[]> classes) {
            super(JAVAC.getStandardFileManager(null, Locale.ENGLISH, StandardCharsets.UTF_8));
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/') + ".class"), kind) {
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
}
