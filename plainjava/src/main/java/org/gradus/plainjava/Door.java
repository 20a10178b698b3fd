package org.gradus.plainjava;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Finds a lookup that may define classes in the nest of a person's class. A lookup that comes from another module may not,
 * even into an open package; but it may define an ordinary class there, and that one may.
 */
final class Door {
    private static final String NAME = "GradusDoor";

    private Door() {}

    static MethodHandles.Lookup lookupIn(Class<?> host, MethodHandles.Lookup given) {
        try {
            if (given != null) {
                return full(MethodHandles.privateLookupIn(host, given), given);
            }
            Door.class.getModule().addReads(host.getModule());
            return full(MethodHandles.privateLookupIn(host, MethodHandles.lookup()), MethodHandles.lookup());
        } catch (IllegalAccessException e) {
            throw closed(host);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The error of a class that cannot be got into. */
    static RuntimeException closed(Class<?> host) {
        String name = host.isHidden() ? host.getName().replaceFirst("\\$\\$Lambda/.*", "") : host.getName();
        String module =
                host.getModule().isNamed() ? " of module " + host.getModule().getName() : "";
        return Text.refusal(
                org.gradus.error.SourceLine.UNKNOWN,
                "the derivatives of methods of " + name + " must be in its nest, and its package" + module
                        + " is not open to org.gradus.plainjava",
                "call PlainJava.with(MethodHandles.lookup()) there and the method of the same name on the result, or write"
                        + " opens " + host.getPackageName() + " to org.gradus.plainjava; in module-info.java");
    }

    private static MethodHandles.Lookup full(MethodHandles.Lookup lookup, MethodHandles.Lookup caller)
            throws ReflectiveOperationException {
        if (lookup.hasFullPrivilegeAccess()) {
            return lookup;
        }
        Class<?> host = lookup.lookupClass();
        Class<?> door = door(lookup);
        MethodHandles.Lookup inside = MethodHandles.privateLookupIn(door, caller);
        MethodHandles.Lookup own;
        try {
            own = (MethodHandles.Lookup)
                    inside.findStatic(door, "lookup", MethodType.methodType(MethodHandles.Lookup.class))
                            .invokeExact();
        } catch (Throwable e) {
            throw Arguments.rethrown(e);
        }
        return MethodHandles.privateLookupIn(host, own);
    }

    private static synchronized Class<?> door(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
        Class<?> host = lookup.lookupClass();
        String name = host.getPackageName().isEmpty() ? NAME : host.getPackageName() + "." + NAME;
        try {
            return Class.forName(name, false, host.getClassLoader());
        } catch (ClassNotFoundException _) {
            return lookup.defineClass(bytes(ClassDesc.of(name)));
        }
    }

    private static byte[] bytes(ClassDesc name) {
        ClassDesc lookup = ClassDesc.of("java.lang.invoke.MethodHandles$Lookup");
        MethodTypeDesc type = MethodTypeDesc.of(lookup);
        return ClassFile.of().build(name, b -> {
            b.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC);
            b.withMethodBody(
                    "lookup",
                    type,
                    ClassFile.ACC_STATIC,
                    c -> c.invokestatic(ClassDesc.of("java.lang.invoke.MethodHandles"), "lookup", type)
                            .areturn());
        });
    }
}
