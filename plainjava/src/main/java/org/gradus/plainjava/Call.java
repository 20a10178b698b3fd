package org.gradus.plainjava;

import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** A method as an instruction names it. */
record Call(Opcode opcode, ClassDesc owner, String name, MethodTypeDesc type, boolean isInterface) {
    @Override
    public String toString() {
        return owner.displayName() + "." + name;
    }
}
