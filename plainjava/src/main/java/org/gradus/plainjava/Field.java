package org.gradus.plainjava;

import java.lang.constant.ClassDesc;

/** A field as an instruction names it. */
record Field(ClassDesc owner, String name, ClassDesc type, boolean isStatic) {
    @Override
    public String toString() {
        return owner.displayName() + "." + name;
    }
}
