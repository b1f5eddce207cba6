package io.millrace.table;

import io.millrace.physical.OperatorSet;
import io.millrace.physical.Stage;
import io.millrace.port.OperatorFactory;

/** The operators of {@code io.millrace} for each kind of stage. */
final class EngineOperators implements OperatorSet {
    @Override
    public OperatorFactory chain(Stage.Chain chain) {
        throw new UnsupportedOperationException();
    }

    @Override
    public OperatorFactory group(Stage.Group group) {
        throw new UnsupportedOperationException();
    }

    @Override
    public OperatorFactory join(Stage.Join join) {
        throw new UnsupportedOperationException();
    }

    @Override
    public OperatorFactory flatten(Stage.Flatten flatten) {
        throw new UnsupportedOperationException();
    }

    @Override
    public OperatorFactory concat(Stage.Concat concat) {
        throw new UnsupportedOperationException();
    }
}
