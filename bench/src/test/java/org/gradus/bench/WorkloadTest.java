package org.gradus.bench;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every workload and every limit runs. */
class WorkloadTest {

    @ParameterizedTest
    @EnumSource(
            value = Workload.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SINKHORN_UNROLLED", "ODE_UNROLLED"})
    void runs(Workload workload) {
        assertThatCode(() -> {
                    workload.gradus().run();
                    Runnable limit = workload.limit();
                    if (limit != null) {
                        limit.run();
                    }
                })
                .doesNotThrowAnyException();
    }
}
