package dev.countersign.operations;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote. */
final class BuildVersion implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream stream = BuildVersion.class.getResourceAsStream("/META-INF/build-info.properties")) {
            if (stream != null) {
                properties.load(stream);
            }
        }
        return new String[] {"Countersign " + properties.getProperty("build.version", "(unpackaged)")};
    }
}
