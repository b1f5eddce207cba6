package io.millrace.physical;

import io.millrace.port.OperatorFactory;
import io.millrace.port.ReaderFactory;

/** Which operator runs each kind of stage: the engine's own, or in tests of plans plain ones to compare with. */
public interface OperatorSet {
    OperatorFactory chain(Stage.Chain chain);

    OperatorFactory group(Stage.Group group);

    /** What adds up rows of a group-by before they are exchanged; null where its reducers do not allow it. */
    OperatorFactory preCombination(Stage.Group group);

    /** A join that keeps its own rows. */
    OperatorFactory join(Stage.Join join);

    /** What keeps rows for several joins; null where each join keeps its own, whatever the plan shares. */
    ReaderFactory arrange(Stage.Arrange arrange);

    /** A join that reads the rows of both sides where they are arranged. */
    ReaderFactory sharedJoin(Stage.Join join);

    OperatorFactory flatten(Stage.Flatten flatten);

    OperatorFactory concat(Stage.Concat concat);

    OperatorFactory keyed(Stage.Keyed keyed);

    OperatorFactory ordered(Stage.Ordered ordered);
}
