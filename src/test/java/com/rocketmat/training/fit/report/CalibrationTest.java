package com.rocketmat.training.fit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.rocketmat.training.fit.report.Report.Decile;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    @Test
    void decilesHaveEqualSizesAndBeginWithTheLowestProbabilities() {
        double[] probabilities =
                IntStream.range(0, 20).mapToDouble(i -> (19 - i) / 20.0).toArray();
        boolean[] positives = new boolean[20];
        // the highest two, and one of the lowest two
        positives[0] = true;
        positives[1] = true;
        positives[19] = true;

        List<Decile> deciles = Calibration.deciles(probabilities, positives);

        assertThat(deciles).hasSize(10).allMatch(decile -> decile.rows() == 2);
        assertThat(deciles.getFirst().predicted()).isCloseTo(0.025, within(1e-12));
        assertThat(deciles.getFirst().observed()).isEqualTo(0.5);
        assertThat(deciles.getLast().predicted()).isCloseTo(0.925, within(1e-12));
        assertThat(deciles.getLast().observed()).isEqualTo(1);
        assertThat(deciles.get(4).observed()).isZero();
    }

    @Test
    void fewRowsGiveFewerDeciles() {
        assertThat(Calibration.deciles(new double[] {0.1, 0.2, 0.3}, new boolean[3]))
                .hasSize(3);
    }

    @Test
    void logLossIsTheMeanSurprise() {
        assertThat(Calibration.logLoss(new double[] {0.6, 0.25}, new boolean[] {true, false}))
                .isCloseTo(-(Math.log(0.6) + Math.log(0.75)) / 2, within(1e-12));
        assertThat(Calibration.logLoss(new double[] {0}, new boolean[] {true}))
                .as("a probability of 0 for the outcome")
                .isCloseTo(-Math.log(1e-7), within(1e-12));
    }
}
