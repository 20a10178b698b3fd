package org.gradus.optim.catalogue;

import java.util.function.Function;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Schedule;

/** A gradient transformation made of a learning rate. */
@FunctionalInterface
public interface Made extends Function<Schedule, GradientTransformation<Object, ?>> {}
