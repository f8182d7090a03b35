package com.rocketmat.model.upload;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.rocketmat.model.manifest.Case;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.onnx.OnnxFile;
import com.rocketmat.model.runtime.OnnxModel;
import com.rocketmat.model.runtime.OnnxSession;
import java.util.List;
import java.util.Optional;

/** A file and its manifest during the checks. Later checks use the session of the check that opens the file. */
public final class Submission implements AutoCloseable {

    final byte[] file;
    final Manifest manifest;
    final List<Case> cases;
    /** Empty if the file is not an ONNX model. */
    final Optional<OnnxFile> onnx;

    private OrtSession session;
    private long loadedBytes;

    public Submission(byte[] file, Manifest manifest, List<Case> cases) {
        this.file = file;
        this.manifest = manifest;
        this.cases = cases;
        this.onnx = OnnxFile.read(file);
    }

    public void open() throws OrtException {
        OnnxSession.environment();
        long before = Footprint.ownBytes();
        session = OnnxSession.open(file);
        loadedBytes = Footprint.ownBytes() - before;
    }

    long loadedBytes() {
        return loadedBytes;
    }

    OrtSession session() {
        return session;
    }

    /** A view of the session; do not close it, since the submission closes the session. */
    OnnxModel model() throws OrtException {
        return OnnxModel.of(session, manifest);
    }

    @Override
    public void close() {
        if (session != null) {
            OnnxSession.close(session);
        }
    }
}
