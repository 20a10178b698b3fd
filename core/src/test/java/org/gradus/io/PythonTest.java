package org.gradus.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradus.tensor.Tensors.tensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files against NumPy, both ways; skipped where there is no python3 with numpy. */
class PythonTest {
    @TempDir
    Path folder;

    private static final String READ = """
            import json, struct, sys, numpy
            folder = sys.argv[1]
            raw = open(folder + '/java.safetensors', 'rb').read()
            length, = struct.unpack('<Q', raw[:8])
            header = json.loads(raw[8:8 + length])
            assert header.pop('__metadata__') == {'format': 'pt', 'é': '"'}, header
            kinds = {'F64': '<f8', 'F32': '<f4', 'I64': '<i8', 'I32': '<i4', 'BOOL': '|b1'}
            for name, entry in sorted(header.items()):
                begin, end = (8 + length + o for o in entry['data_offsets'])
                kind = numpy.dtype(kinds[entry['dtype']])
                assert begin % kind.itemsize == 0, name
                x = numpy.frombuffer(raw[begin:end], kind).reshape(entry['shape'])
                y = numpy.load(folder + '/' + name + '.npy')
                assert y.dtype == kind and y.shape == x.shape and y.tobytes() == x.tobytes(), name
                for archive in ('/stored.npz', '/deflated.npz'):
                    z = numpy.load(folder + archive)
                    assert set(z.files) == set(header), z.files
                    assert z[name].dtype == kind and z[name].shape == x.shape and z[name].tobytes() == x.tobytes(), name
                print(name, entry['dtype'], list(x.shape), x.tobytes().hex())
            import zipfile
            for archive in ('/stored.npz', '/deflated.npz'):
                assert zipfile.ZipFile(folder + archive).testzip() is None
            """;

    private static final String WRITE = """
            import io, json, struct, sys, numpy
            folder = sys.argv[1]
            arrays = {
                'f': numpy.array([[1.5, -0.0], [numpy.nan, numpy.inf]]),
                'g': numpy.arange(3, dtype='<f4') / 3,
                'h': numpy.array([1.5, -65504.0, 6e-8], dtype='<f2'),
                'i': numpy.array([-1, 2**31 - 1], dtype='<i4'),
                'l': numpy.array([[-2**63], [2**63 - 1]], dtype='<i8'),
                'none': numpy.zeros((2, 0, 3)),
                'scalar': numpy.array(7.0),
                't': numpy.array([True, False]),
            }
            names = {'<f8': 'F64', '<f4': 'F32', '<f2': 'F16', '<i8': 'I64', '<i4': 'I32', '|b1': 'BOOL'}
            header, data = {'__metadata__': {'by': 'numpy ✓'}}, b''
            for name, x in arrays.items():
                begin = len(data)
                data += x.tobytes()
                header[name] = {
                    'dtype': names[x.dtype.str], 'shape': list(x.shape), 'data_offsets': [begin, len(data)]}
                numpy.save(folder + '/' + name + '.npy', x)
                numpy.save(folder + '/' + name + '.big.npy', x.astype(x.dtype.newbyteorder('>')))
                numpy.save(folder + '/' + name + '.fortran.npy', numpy.array(x, order='F'))
            class Pipe(io.RawIOBase):  # what cannot be rewound is written with descriptions after the members
                def __init__(self, path): self.out = open(path, 'wb')
                def writable(self): return True
                def write(self, b): return self.out.write(b)
                def close(self): self.out.close()
            numpy.savez(folder + '/stored.npz', **arrays)
            numpy.savez_compressed(folder + '/deflated.npz', **arrays)
            pipe = Pipe(folder + '/pipe.npz')
            numpy.savez_compressed(pipe, **arrays)
            pipe.close()
            cube = numpy.arange(24, dtype='>i4').reshape(2, 3, 4)
            numpy.save(folder + '/cube.npy', cube.transpose())
            text = json.dumps(header, indent=2).encode()
            open(folder + '/python.safetensors', 'wb').write(struct.pack('<Q', len(text)) + text + data)
            """;

    private String python(String script) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("script.py"), script);
        Path output = folder.resolve("output.txt");
        Process process;
        try {
            process = new ProcessBuilder("python3", "-X", "utf8", file.toString(), folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            Assumptions.abort("no python3: " + e.getMessage());
            throw e;
        }
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        Assumptions.assumeFalse(text.contains("No module named 'numpy'"), "no numpy");
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    @Test
    void numpyReadsWhatIsWritten() throws IOException, InterruptedException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("f", tensor(new double[][] {{1.5, -0.0}, {Double.NaN, Double.POSITIVE_INFINITY}}));
        tensors.put("g", tensor(new float[] {1, Float.MIN_VALUE}));
        tensors.put("i", tensor(new int[] {-1, Integer.MAX_VALUE}));
        tensors.put("l", tensor(NdArray.wrap(Shape.of(2, 1), new long[] {Long.MIN_VALUE, 5})));
        tensors.put("none", tensor(NdArray.wrap(Shape.of(2, 0, 3), new double[0])));
        tensors.put("scalar", tensor(NdArray.wrap(Shape.SCALAR, new double[] {7})));
        tensors.put("t", tensor(new boolean[] {true, false, true}));
        Safetensors.write(folder.resolve("java.safetensors"), tensors, Map.of("format", "pt", "é", "\""));
        tensors.forEach((name, tensor) -> Npy.write(folder.resolve(name + ".npy"), tensor));
        Npz.write(folder.resolve("stored.npz"), tensors);
        Npz.writeCompressed(folder.resolve("deflated.npz"), tensors);
        assertThat(python(READ)).isEqualTo("""
                        f F64 [2, 2] 000000000000f83f0000000000000080000000000000f87f000000000000f07f
                        g F32 [2] 0000803f01000000
                        i I32 [2] ffffffffffffff7f
                        l I64 [2, 1] 00000000000000800500000000000000
                        none F64 [2, 0, 3]\s
                        scalar F64 [] 0000000000001c40
                        t BOOL [3] 010001
                        """);
    }

    @Test
    void whatNumpyWritesIsRead() throws IOException, InterruptedException {
        python(WRITE);
        Safetensors.Contents contents = Safetensors.read(folder.resolve("python.safetensors"));
        assertThat(contents.metadata()).containsExactly(Map.entry("by", "numpy ✓"));
        Map<String, Tensor> tensors = contents.tensors();
        assertThat(tensors.keySet()).containsExactly("f", "g", "h", "i", "l", "none", "scalar", "t");
        tensors.forEach((name, tensor) -> assertThat(
                        Npy.read(folder.resolve(name + ".npy")).array().sameBits(tensor.array()))
                .as(name)
                .isTrue());
        for (String archive : List.of("stored.npz", "deflated.npz", "pipe.npz")) {
            Map<String, Tensor> members = Npz.read(folder.resolve(archive));
            assertThat(members.keySet()).as(archive).containsExactlyElementsOf(tensors.keySet());
            members.forEach((name, tensor) -> assertThat(
                            tensor.array().sameBits(tensors.get(name).array()))
                    .as(archive + " " + name)
                    .isTrue());
        }
        for (String layout : List.of(".big.npy", ".fortran.npy")) {
            tensors.forEach((name, tensor) -> assertThat(
                            Npy.read(folder.resolve(name + layout)).array().sameBits(tensor.array()))
                    .as(name + layout)
                    .isTrue());
        }
        Tensor cube = Npy.read(folder.resolve("cube.npy"));
        assertThat(cube.type().toString()).isEqualTo("i32[4,3,2]");
        assertThat(cube.toLongs())
                .isEqualTo(
                        Tensors.arange(24).reshape(2, 3, 4).transpose(2, 1, 0).toLongs());
        assertThat(tensors.get("f").toString()).isEqualTo("[[1.5, -0.0], [NaN, Infinity]]:f64[2,2]");
        assertThat(tensors.get("g").toDoubles()).containsExactly(0, 1f / 3, 2f / 3);
        assertThat(tensors.get("h").toString()).isEqualTo("[1.5, -65504.0, 5.9604645E-8]:f32[3]");
        assertThat(tensors.get("i").toLongs()).containsExactly(-1, Integer.MAX_VALUE);
        assertThat(tensors.get("l").toLongs()).containsExactly(Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(tensors.get("none").type().toString()).isEqualTo("f64[2,0,3]");
        assertThat(tensors.get("scalar").type().toString()).isEqualTo("f64[]");
        assertThat(tensors.get("t").toDoubles()).containsExactly(1, 0);
    }
}
