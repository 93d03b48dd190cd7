package dev.herd.engine.sensing.linux;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which devices are cameras. Most `/dev/video*` are none: a camera has a second one that tells of its pictures, chips
/// that decode films have some, and so have programs that pose as cameras, whose own use of one says enough.
///
/// @param dev `/dev`
/// @param sys `/sys`
/// @param run `/run`, where udev keeps what it found out
record VideoDevices(Path dev, Path sys, Path run) {
    private static final Logger LOG = LoggerFactory.getLogger(VideoDevices.class);
    private static final Pattern CAPABILITIES = Pattern.compile("(?m)^E:ID_V4L_CAPABILITIES=(\\S*)\\s*$");

    /// Drivers of decoders, of scalers and of loops, as `name` tells them.
    private static final Pattern NO_CAMERA = Pattern.compile("codec|decode|encode|-dec|-enc|vdec|venc|jpeg|vpu|hantro"
            + "|rga|-isp|m2m|mfc|venus|metadata|dummy video|loopback|obs virtual|droidcam|akvcam|v4l2loopback");

    /// Paths of the cameras.
    List<Path> cameras() throws IOException {
        var cameras = new ArrayList<Path>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(dev, "video[0-9]*")) {
            for (Path device : found) {
                if (isCamera(device.getFileName().toString())) {
                    cameras.add(device);
                }
            }
        }
        return cameras;
    }

    private boolean isCamera(String device) {
        Path about = sys.resolve("class/video4linux").resolve(device);
        String name = text(about.resolve("name")).toLowerCase(Locale.ROOT);
        if (NO_CAMERA.matcher(name).find()) {
            return false;
        }
        Optional<String> capabilities = capabilities(
                text(run.resolve("udev/data/c" + text(about.resolve("dev")).strip())));
        if (capabilities.isPresent()) {
            return capabilities.get().contains(":capture:")
                    && !capabilities.get().contains(":video_output:");
        }
        // A camera's first device takes the pictures.
        return Set.of("", "0").contains(text(about.resolve("index")).strip());
    }

    /// What `v4l_id` found: `:capture:` for one that takes pictures.
    static Optional<String> capabilities(String ofUdev) {
        Matcher found = CAPABILITIES.matcher(ofUdev);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException missing) {
            LOG.trace("{} cannot be read: {}", file, missing.getMessage());
            return "";
        }
    }

    /// Whether somebody, perhaps a person whose processes we cannot see, has a USB camera open.
    boolean isSomeUsbCameraOpen() {
        return text(sys.resolve("module/uvcvideo/refcnt")).strip().matches("[1-9]\\d*");
    }
}
