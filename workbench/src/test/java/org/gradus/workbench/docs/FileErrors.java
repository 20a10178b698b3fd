package org.gradus.workbench.docs;

import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.zeros;
import static org.gradus.workbench.docs.ErrorCase.java;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gradus.io.Npy;
import org.gradus.io.Safetensors;
import org.gradus.tensor.Tensor;

/** Programs and files that cannot be read or written. */
final class FileErrors {
    static final ErrorTable TABLE = new ErrorTable(
            "Programs and files",
            List.of(
                    java("A program that ends early", """
                    import java.io.ByteArrayInputStream;

                    Program.read(new ByteArrayInputStream(new byte[] {0x47, 0x52}));
                    """, """
                    program: the file ends before the program does
                      where: Example.java:3 (Example.main)
                      to do: write the program again with Program.write
                    """),
                    java("A file that is no program", """
                    import java.io.ByteArrayInputStream;

                    Program.read(new ByteArrayInputStream("PK and so on".getBytes()));
                    """, """
                    program: the file does not begin with the mark of a program
                      where: Example.java:3 (Example.main)
                      to do: write the program again with Program.write
                    """),
                    java("A damaged program", """
                    import java.io.*;

                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    trace((Tensor x) -> x.sum(), ones(3)).write(out);
                    byte[] bytes = out.toByteArray();
                    bytes[20]++;
                    Program.read(new ByteArrayInputStream(bytes));
                    """, """
                    program: the file does not match its checksum
                      where: Example.java:7 (Example.main)
                      to do: write the program again with Program.write
                    """),
                    java("A program that calls Java code", """
                    import java.io.OutputStream;
                    import org.gradus.trace.Trace;

                    Host.Key key = new Host.Key("lookup");
                    Fn<Tensor, Tensor> f = x ->
                            Tensor.of(Trace.apply(new Host(key, List.of(x.type())), List.of(x.value())).getFirst());
                    trace(f, scalar(1)).write(OutputStream.nullOutputStream());
                    """, """
                    program: cannot be written, because it calls the Java code 'lookup'
                      where: Example.java:7 (Example.main)
                      to do: write only programs made of tensor operations
                    """),
                    java("A file that does not exist", """
                    import org.gradus.io.Safetensors;

                    Safetensors.read(Path.of("no/model.safetensors"));
                    """, """
                    safetensors: cannot read no/model.safetensors: there is no such file or folder
                      where: Example.java:3 (Example.main)
                      to do: check the path and the permissions of the file
                    """),
                    java("A folder that does not exist", """
                    import org.gradus.io.Npy;

                    Npy.write(Path.of("no/w.npy"), ones(3));
                    """, """
                    npy: cannot write no/w.npy: there is no such file or folder
                      where: Example.java:3 (Example.main)
                      to do: choose a file in a folder that exists and can be written to
                    """),
                    ErrorCase.of(
                            "A file cut short",
                            "java",
                            """
                    Safetensors.read(Path.of("model.safetensors"));
                    """,
                            folder -> {
                                Path file = folder.resolve("model.safetensors");
                                Safetensors.write(file, Map.of("w", ones(3)));
                                byte[] bytes = Files.readAllBytes(file);
                                Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));
                                Safetensors.read(file);
                            },
                            """
                    safetensors: model.safetensors, byte 9: 'w' ends at byte 24 of the data, which have 19
                      where: the line of the call
                      to do: get the file again from where it came, or write it again
                    """),
                    ErrorCase.of(
                            "A file that is no safetensors file",
                            "java",
                            """
                    Safetensors.read(Path.of("model.safetensors"));
                    """,
                            folder -> {
                                Path file = folder.resolve("model.safetensors");
                                Files.writeString(file, "PK and so on, as a zip file begins");
                                Safetensors.read(file);
                            },
                            """
                    safetensors: model.safetensors, byte 0: a header of 8295740938855140176 bytes, more than the format's 100000000
                      where: the line of the call
                      to do: get the file again from where it came, or write it again
                    """),
                    ErrorCase.of(
                            "A file with element types that Gradus has not",
                            "java",
                            """
                    Safetensors.read(Path.of("image.safetensors"));
                    """,
                            folder -> {
                                Path file = folder.resolve("image.safetensors");
                                String header = "{\"image\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}";
                                ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 2)
                                        .order(ByteOrder.LITTLE_ENDIAN);
                                bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
                                Files.write(file, bytes.array());
                                Safetensors.read(file);
                            },
                            """
                    safetensors: image.safetensors, byte 26: 'image' has dtype U8, which Gradus does not hold
                      where: the line of the call
                      to do: convert it to one of F64, F32, F16, BF16, I64, I32, BOOL before, as in tensor.to(torch.float32)
                    """),
                    ErrorCase.of(
                            "A file without a leaf of the tree",
                            "java",
                            """
                    record Model(Tensor w, Tensor b) {}

                    Safetensors.write(Path.of("model.safetensors"), Map.of("w", ones(3), "bias", scalar(0)));
                    Safetensors.readTree(Path.of("model.safetensors"), new Model(zeros(3), scalar(0)));
                    """,
                            folder -> {
                                record Model(Tensor w, Tensor b) {}
                                Path file = folder.resolve("model.safetensors");
                                Safetensors.write(file, Map.of("w", ones(3), "bias", scalar(0)));
                                Safetensors.readTree(file, new Model(zeros(3), scalar(0)));
                            },
                            """
                    safetensors: model.safetensors has no 'b' of f64[]; it holds 'bias', 'w'
                      where: the line of the call
                      to do: read the file into a tree like the one written, or by name with Safetensors.read(file)
                    """),
                    ErrorCase.of(
                            "An array of complex numbers",
                            "java",
                            """
                    Npy.read(Path.of("w.npy"));
                    """,
                            folder -> {
                                Path file = folder.resolve("w.npy");
                                String header = "{'descr': '<c16', 'fortran_order': False, 'shape': (2,), }";
                                ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + 32)
                                        .order(ByteOrder.LITTLE_ENDIAN);
                                bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
                                bytes.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
                                Files.write(file, bytes.array());
                                Npy.read(file);
                            },
                            """
                    npy: w.npy, byte 20: element type '<c16', which Gradus does not read
                      where: the line of the call
                      to do: convert the array before, as in array.astype('<f8')
                    """)));

    private FileErrors() {}
}
