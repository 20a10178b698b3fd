// JShell with Gradus: jshell --class-path <jars of Gradus> --startup DEFAULT --startup bin/gradus.jsh
// Then, for example: grad((Tensor x) -> x.square().sum()).apply(tensor(1, 2, 3))
import static org.gradus.Gradus.*;
import static org.gradus.tensor.Tensors.*;
import org.gradus.*;
import org.gradus.array.*;
import org.gradus.error.*;
import org.gradus.io.*;
import org.gradus.program.*;
import org.gradus.tensor.*;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Random;
import org.gradus.transform.*;
import org.gradus.tree.*;
