package io.millrace.physical;

import io.millrace.port.OperatorFactory;

/** Which operator runs each kind of stage: the engine's own, or in tests of plans plain ones to compare with. */
public interface OperatorSet {
    OperatorFactory chain(Stage.Chain chain);

    OperatorFactory group(Stage.Group group);

    OperatorFactory join(Stage.Join join);

    OperatorFactory flatten(Stage.Flatten flatten);

    OperatorFactory concat(Stage.Concat concat);
}
