package org.gradus.plainjava;

import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;

/** A functional object: the interface, its method, and the method that implements it with captured values before its own arguments. */
record Closure(ClassDesc type, String method, MethodTypeDesc methodType, DirectMethodHandleDesc target) {}
