package org.gradus.workbench.docs;

import static org.gradus.tensor.Tensors.ones;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.tools.ToolProvider;
import org.gradus.tensor.Tensor;

/** A module with a record of tensors in a package that is not open, made and loaded beside the tests. */
final class ClosedModule {
    private static final String NAME = "com.example.shop";

    private ClosedModule() {}

    /** Compiles and loads the module, and makes one of its records, through a class in a package that is exported. */
    static Object model(Path folder) throws IOException, ReflectiveOperationException {
        Path module =
                Files.writeString(folder.resolve("module-info.java"), "module " + NAME + " { exports " + NAME + "; }");
        Path model = Files.writeString(
                folder.resolve("Model.java"),
                "package " + NAME + ".model; public record Model(org.gradus.tensor.Tensor w) {}");
        Path shop = Files.writeString(
                folder.resolve("Shop.java"),
                "package " + NAME + "; public class Shop { public static Object model(org.gradus.tensor.Tensor w) {"
                        + " return new " + NAME + ".model.Model(w); } }");
        Path classes = folder.resolve("classes");
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        // Gradus is on the class path of the tests, where a module sees it only when told.
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        messages,
                        messages,
                        "-proc:none",
                        "-classpath",
                        InMemoryCompiler.classPath(),
                        "--add-reads",
                        NAME + "=ALL-UNNAMED",
                        "-d",
                        classes.toString(),
                        module.toString(),
                        model.toString(),
                        shop.toString());
        if (status != 0) {
            throw new AssertionError(messages.toString(StandardCharsets.UTF_8));
        }
        ClassLoader tests = ClosedModule.class.getClassLoader();
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration =
                boot.configuration().resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of(NAME));
        ModuleLayer.Controller layer = ModuleLayer.defineModulesWithOneLoader(configuration, List.of(boot), tests);
        layer.addReads(layer.layer().findModule(NAME).orElseThrow(), tests.getUnnamedModule());
        Class<?> type = layer.layer().findLoader(NAME).loadClass(NAME + ".Shop");
        return type.getMethod("model", Tensor.class).invoke(null, ones(3));
    }
}
