package io.millrace.benchmarks.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.RowKind;

/**
 * The connector {@value #NAME}: a table of key and value from raw column files, in their order, by one reader. It measures
 * epochs of {@code epoch-rows} rows, or none where that is 0.
 */
public final class RowSourceFactory implements DynamicTableSourceFactory {
    static final String NAME = "bench-rows";

    private static final ConfigOption<String> DIRECTORY = text("directory");
    private static final ConfigOption<String> KEYS = text("keys");
    private static final ConfigOption<String> VALUES = text("values");
    private static final ConfigOption<Integer> EPOCH_ROWS =
            ConfigOptions.key("epoch-rows").intType().noDefaultValue();

    private static ConfigOption<String> text(String key) {
        return ConfigOptions.key(key).stringType().noDefaultValue();
    }

    @Override
    public String factoryIdentifier() {
        return NAME;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(DIRECTORY, KEYS, VALUES, EPOCH_ROWS);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        helper.validate();
        ReadableConfig options = helper.getOptions();
        Path directory = Path.of(options.get(DIRECTORY));
        Path keys = directory.resolve(options.get(KEYS));
        RowFunction rows = new RowFunction(keys, directory.resolve(options.get(VALUES)), directory.resolve("diffs.i8"));
        try {
            int rowCount = Math.toIntExact(Files.size(keys) / Long.BYTES);
            return new RowSource(rows, rowCount, options.get(EPOCH_ROWS), context.getPhysicalRowDataType());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record RowSource(RowFunction rows, int rowCount, int epochRows, DataType type) implements ScanTableSource {
        @Override
        public ChangelogMode getChangelogMode() {
            return rows.hasWeights()
                    ? ChangelogMode.newBuilder()
                            .addContainedKind(RowKind.INSERT)
                            .addContainedKind(RowKind.DELETE)
                            .build()
                    : ChangelogMode.insertOnly();
        }

        @Override
        public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
            TypeInformation<RowData> rowType = context.createTypeInformation(type);
            return new DataStreamScanProvider() {
                @Override
                public DataStream<RowData> produceDataStream(
                        ProviderContext provider, StreamExecutionEnvironment environment) {
                    DataGeneratorSource<RowData> source = new DataGeneratorSource<>(rows, rowCount, rowType);
                    DataStream<RowData> read = environment
                            .fromSource(source, WatermarkStrategy.noWatermarks(), "rows")
                            .setParallelism(1);
                    return epochRows == 0
                            ? read
                            : read.map(new EpochFunction(epochRows, rowCount))
                                    .returns(rowType)
                                    .setParallelism(1);
                }

                @Override
                public boolean isBounded() {
                    return true;
                }
            };
        }

        @Override
        public DynamicTableSource copy() {
            return this;
        }

        @Override
        public String asSummaryString() {
            return NAME;
        }
    }
}
