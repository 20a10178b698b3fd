package org.gradus.plainjava;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.DiscontinuedInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.util.List;

/** The instructions of the JVM as nodes. */
final class Instructions {
    private final MethodReader reader;
    private final Calls calls;
    private final Objects objects;

    Instructions(MethodReader reader) {
        this.reader = reader;
        this.objects = new Objects(reader);
        this.calls = new Calls(reader, objects);
    }

    /** Reads one element of the code; false when the block ends with it. */
    boolean read(CodeElement e, RawCode.RawBlock raw) {
        Frame f = reader.frame;
        switch (e) {
            case LoadInstruction i -> f.push(f.locals[i.slot()]);
            case StoreInstruction i -> f.locals[i.slot()] = f.pop();
            case IncrementInstruction i ->
                f.locals[i.slot()] =
                        reader.add(Op.ADD, TypeKind.INT, null, null, f.locals[i.slot()], reader.constant(i.constant()));
            case ConstantInstruction i -> f.push(constant(i.constantValue()));
            case OperatorInstruction i -> operator(i);
            case ConvertInstruction i -> convert(i);
            case ArrayLoadInstruction _ -> {
                Node[] in = f.pop(2);
                f.push(element(Op.LOAD, in));
            }
            case ArrayStoreInstruction _ -> {
                Node[] in = f.pop(3);
                objects.checkStore(in[0], in[2]);
                reader.add(Op.STORE, TypeKind.VOID, null, null, in);
            }
            case StackInstruction i -> stack(i.opcode());
            case NewPrimitiveArrayInstruction i ->
                f.push(reader.typed(
                        Op.NEW_ARRAY,
                        ClassDesc.ofDescriptor(descriptor(i.typeKind())).arrayType(),
                        null,
                        f.pop()));
            case NewReferenceArrayInstruction i ->
                f.push(reader.typed(Op.NEW_ARRAY, i.componentType().asSymbol().arrayType(), null, f.pop()));
            case NewMultiArrayInstruction i ->
                f.push(reader.typed(Op.NEW_ARRAY, i.arrayType().asSymbol(), null, f.pop(i.dimensions())));
            case FieldInstruction i -> objects.field(i);
            case NewObjectInstruction i -> objects.create(i.className().asSymbol());
            case TypeCheckInstruction i -> objects.typeCheck(i);
            case InvokeInstruction i -> {
                if (!calls.invoke(i)) {
                    return false;
                }
            }
            case InvokeDynamicInstruction i -> {
                if (!calls.invokeDynamic(i)) {
                    return false;
                }
            }
            case BranchInstruction i -> {
                branch(i, raw);
                return false;
            }
            case LookupSwitchInstruction i -> {
                choice(i.cases(), i.defaultTarget());
                return false;
            }
            case TableSwitchInstruction i -> {
                choice(i.cases(), i.defaultTarget());
                return false;
            }
            case ReturnInstruction i -> {
                reader.returns(i.typeKind() == TypeKind.VOID ? null : f.pop());
                return false;
            }
            case ThrowInstruction _ -> {
                reader.throwing(f.pop());
                return false;
            }
            case MonitorInstruction _ ->
                throw Text.refusal(
                        reader.line,
                        reader.method.name() + " is synchronized on an object",
                        "move synchronization out of the function");
            case DiscontinuedInstruction _ ->
                throw Text.refusal(reader.line, reader.method.name() + " uses jsr", "compile it again");
            default -> {}
        }
        return true;
    }

    private static String descriptor(TypeKind kind) {
        return switch (kind) {
            case BOOLEAN -> "Z";
            case BYTE -> "B";
            case CHAR -> "C";
            case SHORT -> "S";
            case INT -> "I";
            case LONG -> "J";
            case FLOAT -> "F";
            default -> "D";
        };
    }

    private Node constant(ConstantDesc value) {
        return switch (value) {
            case Integer i -> reader.constant(i);
            case Long l -> reader.add(Op.CONST, TypeKind.LONG, null, l);
            case Float x -> reader.add(Op.CONST, TypeKind.FLOAT, null, x);
            case Double x -> reader.add(Op.CONST, TypeKind.DOUBLE, null, x);
            case String s -> outer(reader.add(Op.CONST, TypeKind.REFERENCE, ConstantDescs.CD_String, s));
            case ClassDesc c -> outer(reader.add(Op.CONST, TypeKind.REFERENCE, ConstantDescs.CD_Class, c));
            case null -> reader.add(Op.CONST, TypeKind.REFERENCE, null, null);
            default -> {
                if (value.equals(ConstantDescs.NULL)) {
                    yield reader.add(Op.CONST, TypeKind.REFERENCE, null, null);
                }
                throw Text.refusal(
                        reader.line,
                        reader.method.name() + " loads a dynamic constant: " + value,
                        "compute it in a static field instead");
            }
        };
    }

    private static Node outer(Node n) {
        n.outer = true;
        return n;
    }

    private Node element(Op op, Node[] in) {
        Node n = reader.typed(op, in[0].component(), null, in);
        n.outer = in[0].outer || isAlwaysOuter(n);
        return n;
    }

    /** Enum constants and strings are never made by the function. */
    private boolean isAlwaysOuter(Node n) {
        if (!n.isReference() || n.type.isArray()) {
            return false;
        }
        Class<?> type = reader.reading.files.type(n.type);
        return type.isEnum() || type == String.class;
    }

    private void operator(OperatorInstruction i) {
        Frame f = reader.frame;
        if (i.opcode() == Opcode.ARRAYLENGTH) {
            f.push(reader.add(Op.LENGTH, TypeKind.INT, null, null, f.pop()));
            return;
        }
        String name = i.opcode().name();
        Op op = switch (name.substring(1)) {
            case "ADD" -> Op.ADD;
            case "SUB" -> Op.SUB;
            case "MUL" -> Op.MUL;
            case "DIV" -> Op.DIV;
            case "REM" -> Op.REM;
            case "NEG" -> Op.NEG;
            case "SHL" -> Op.SHL;
            case "SHR" -> Op.SHR;
            case "USHR" -> Op.USHR;
            case "AND" -> Op.AND;
            case "OR" -> Op.OR;
            case "XOR" -> Op.XOR;
            case "CMP" -> Op.COMPARE;
            case "CMPL" -> Op.COMPARE_LESS;
            case "CMPG" -> Op.COMPARE_GREATER;
            default -> throw new IllegalStateException(name);
        };
        Node[] in = f.pop(op == Op.NEG ? 1 : 2);
        boolean compares = op == Op.COMPARE || op == Op.COMPARE_LESS || op == Op.COMPARE_GREATER;
        f.push(reader.add(op, compares ? TypeKind.INT : in[0].kind, null, null, in));
    }

    private void convert(ConvertInstruction i) {
        Frame f = reader.frame;
        Node from = f.pop();
        TypeKind to = i.toType();
        f.push(
                to.asLoadable() == to
                        ? reader.add(Op.CONVERT, to, null, null, from)
                        : reader.add(Op.NARROW, TypeKind.INT, null, to, from));
    }

    private void stack(Opcode opcode) {
        Frame f = reader.frame;
        Node top = f.pop();
        boolean wide = top.kind.slotSize() == 2;
        switch (opcode) {
            case POP -> {}
            case POP2 -> {
                if (!wide) {
                    f.pop();
                }
            }
            case DUP -> push(f, top, top);
            case DUP_X1 -> {
                Node below = f.pop();
                push(f, top, below, top);
            }
            case DUP_X2 -> {
                Node second = f.pop();
                if (second.kind.slotSize() == 2) {
                    push(f, top, second, top);
                } else {
                    Node third = f.pop();
                    push(f, top, third, second, top);
                }
            }
            case DUP2 -> {
                if (wide) {
                    push(f, top, top);
                } else {
                    Node second = f.pop();
                    push(f, second, top, second, top);
                }
            }
            case DUP2_X1 -> {
                Node second = f.pop();
                if (wide) {
                    push(f, top, second, top);
                } else {
                    Node third = f.pop();
                    push(f, second, top, third, second, top);
                }
            }
            case DUP2_X2 -> dup2x2(f, top, wide);
            case SWAP -> {
                Node second = f.pop();
                push(f, top, second);
            }
            default -> throw new IllegalStateException(opcode.toString());
        }
    }

    private static void dup2x2(Frame f, Node top, boolean wide) {
        Node second = f.pop();
        if (wide && second.kind.slotSize() == 2) {
            push(f, top, second, top);
        } else if (wide) {
            Node third = f.pop();
            push(f, top, third, second, top);
        } else {
            Node third = f.pop();
            if (third.kind.slotSize() == 2) {
                push(f, second, top, third, second, top);
            } else {
                Node fourth = f.pop();
                push(f, second, top, fourth, third, second, top);
            }
        }
    }

    private static void push(Frame f, Node... values) {
        for (Node v : values) {
            f.push(v);
        }
    }

    private void branch(BranchInstruction i, RawCode.RawBlock raw) {
        Frame f = reader.frame;
        if (i.opcode() == Opcode.GOTO || i.opcode() == Opcode.GOTO_W) {
            RawCode.RawBlock target = reader.code.at(i.target());
            reader.block.exit = Exit.to(reader.targetOf(target));
            reader.enter(target, reader.block, f);
            return;
        }
        boolean two = i.opcode().name().startsWith("IF_");
        Node[] in = f.pop(two ? 2 : 1);
        RawCode.RawBlock taken = reader.code.at(i.target());
        RawCode.RawBlock otherwise = raw.after.getLast();
        Boolean known = Branches.decide(i.opcode(), in);
        if (known != null) {
            RawCode.RawBlock only = known ? taken : otherwise;
            reader.block.exit = Exit.to(reader.targetOf(only));
            reader.enter(only, reader.block, f);
            return;
        }
        reader.block.exit = Exit.branch(i.opcode(), in, reader.targetOf(taken), reader.targetOf(otherwise));
        reader.enter(taken, reader.block, f);
        reader.enter(otherwise, reader.block, f);
    }

    private void choice(List<SwitchCase> cases, Label otherwise) {
        Frame f = reader.frame;
        Node key = f.pop();
        int[] keys = new int[cases.size()];
        Block[] targets = new Block[keys.length + 1];
        for (int k = 0; k <= keys.length; k++) {
            Label label = k < keys.length ? cases.get(k).target() : otherwise;
            if (k < keys.length) {
                keys[k] = cases.get(k).caseValue();
            }
            targets[k] = reader.targetOf(reader.code.at(label));
        }
        reader.block.exit = Exit.choice(key, keys, targets);
        for (int k = 0; k <= keys.length; k++) {
            reader.enter(reader.code.at(k < keys.length ? cases.get(k).target() : otherwise), reader.block, f);
        }
    }
}
