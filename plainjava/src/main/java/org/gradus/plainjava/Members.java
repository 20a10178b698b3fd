package org.gradus.plainjava;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.gradus.error.SourceLine;

/**
 * Fields and methods of the person's classes as generated code reaches them: directly where its nest may, else through
 * method handles that come with the class as constants.
 */
final class Members {
    private final MethodHandles.Lookup lookup;
    private final ClassFiles files;
    private final List<MethodHandle> handles = new ArrayList<>();

    Members(MethodHandles.Lookup lookup) {
        this.lookup = lookup;
        this.files = new ClassFiles(lookup.lookupClass());
    }

    /** The constants of the class that is being made; the next begins with none. */
    List<MethodHandle> takeHandles() {
        List<MethodHandle> taken = List.copyOf(handles);
        handles.clear();
        return taken;
    }

    void get(CodeBuilder c, Field f) {
        if (isWithinReach(f)) {
            if (f.isStatic()) {
                c.getstatic(f.owner(), f.name(), f.type());
            } else {
                c.getfield(f.owner(), f.name(), f.type());
            }
            return;
        }
        ClassDesc result = f.type().isPrimitive() ? f.type() : ConstantDescs.CD_Object;
        MethodTypeDesc type =
                f.isStatic() ? MethodTypeDesc.of(result) : MethodTypeDesc.of(result, ConstantDescs.CD_Object);
        c.loadConstant(constant(getter(f, type)));
        if (!f.isStatic()) {
            c.swap();
        }
        c.invokevirtual(ConstantDescs.CD_MethodHandle, "invokeExact", type);
        if (!f.type().isPrimitive()) {
            c.checkcast(f.type());
        }
    }

    /** Puts a method handle on the stack. */
    void load(CodeBuilder c, MethodHandle handle) {
        c.loadConstant(constant(handle));
    }

    private DynamicConstantDesc<?> constant(MethodHandle handle) {
        handles.add(handle);
        return DynamicConstantDesc.ofNamed(
                ConstantDescs.ofConstantBootstrap(
                        ClassDesc.of("java.lang.invoke.MethodHandles"),
                        "classDataAt",
                        ConstantDescs.CD_Object,
                        ConstantDescs.CD_int),
                ConstantDescs.DEFAULT_NAME,
                ConstantDescs.CD_MethodHandle,
                handles.size() - 1);
    }

    private MethodHandle getter(Field f, MethodTypeDesc type) {
        Class<?> owner = files.type(f.owner());
        try {
            MethodHandles.Lookup inside = MethodHandles.privateLookupIn(owner, lookup);
            Class<?> of = files.type(f.type());
            MethodHandle handle = f.isStatic()
                    ? inside.findStaticGetter(owner, f.name(), of)
                    : inside.findGetter(owner, f.name(), of);
            return handle.asType(type.resolveConstantDesc(lookup));
        } catch (ReflectiveOperationException e) {
            throw outOfReach(f, "read");
        }
    }

    private static RuntimeException outOfReach(Field f, String done) {
        return Text.refusal(
                SourceLine.UNKNOWN,
                "the field " + f + " is " + done + ", which the class of the function may not do",
                "make it accessible to the package of the function, or pass its value as an argument");
    }

    private boolean isWithinReach(Field f) {
        Class<?> owner = files.type(f.owner());
        Class<?> host = lookup.lookupClass();
        if (owner.getNestHost() == host.getNestHost()) {
            return true;
        }
        try {
            int modifiers = owner.getDeclaredField(f.name()).getModifiers();
            boolean near = owner.getPackageName().equals(host.getPackageName())
                    && java.util.Objects.equals(owner.getClassLoader(), host.getClassLoader());
            boolean open = Modifier.isPublic(modifiers) && Modifier.isPublic(owner.getModifiers());
            return open || (near && !Modifier.isPrivate(modifiers));
        } catch (NoSuchFieldException e) {
            // Inherited: named by a subclass, as the compiler does for what it may use.
            return true;
        }
    }

    void put(CodeBuilder c, Field f) {
        if (!isWithinReach(f)) {
            throw outOfReach(f, "written");
        }
        if (f.isStatic()) {
            c.putstatic(f.owner(), f.name(), f.type());
        } else {
            c.putfield(f.owner(), f.name(), f.type());
        }
    }

    void invoke(CodeBuilder c, Call call) {
        switch (call.opcode()) {
            case INVOKESTATIC -> c.invokestatic(call.owner(), call.name(), call.type(), call.isInterface());
            case INVOKEVIRTUAL -> c.invokevirtual(call.owner(), call.name(), call.type());
            case INVOKEINTERFACE -> c.invokeinterface(call.owner(), call.name(), call.type());
            default -> throw new IllegalStateException("not emitted: " + call);
        }
    }
}
