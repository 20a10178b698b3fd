package org.gradus.workbench.docs;

import static org.gradus.Gradus.grad;
import static org.gradus.tensor.Tensors.scalar;

import java.util.List;

/** Modules that do not let Gradus in. */
final class ModuleErrors {
    static final ErrorTable TABLE = new ErrorTable(
            "Modules",
            List.of(ErrorCase.of(
                    "Records in a package that is closed",
                    "java",
                    """
                    // module-info.java
                    module com.example.shop {
                        requires org.gradus.core;
                    }

                    // com/example/shop/model/Model.java
                    public record Model(Tensor w) {}

                    // com/example/shop/Shop.java
                    grad((Model m) -> m.w().sum()).apply(new Model(ones(3)));
                    """,
                    folder -> {
                        Object model = ClosedModule.model(folder);
                        grad((Object m) -> scalar(1)).apply(model);
                    },
                    """
                    record Model: its package com.example.shop.model in module com.example.shop is closed to Gradus, which reads and makes records
                      where: the line of the call
                      to do: add this line to your module-info.java:  opens com.example.shop.model to org.gradus.core;
                    """)));

    private ModuleErrors() {}
}
