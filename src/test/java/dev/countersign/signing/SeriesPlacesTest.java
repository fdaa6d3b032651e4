package dev.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.ledger.Caller;
import dev.countersign.signing.SeriesMapper.Series;
import dev.countersign.worm.WormStore;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A place of a series is given once and none beyond its limit, whatever was read before it is taken. */
@CountersignTest
@Requirement("SIG-02")
class SeriesPlacesTest {

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private TestPeople people;

    @Autowired
    private SeriesMapper series;

    @Autowired
    private WormStore worm;

    @Test
    void theLastPlaceIsTakenOnceAndNoneOfASeriesThatEnded() {
        String author = people.signer(Role.QA_ANALYST);
        Caller caller = TestCeremonies.caller(author);
        ceremonies.approve(author, ceremonies.inReview(caller), "authorship");
        Series read =
                ceremonies.in(() -> series.open(worm.installation().organisation(), author, Presenter.session(caller)));

        assertThat(advanced(read, 3)).extracting(Series::position).isEqualTo(2);
        assertThat(advanced(read, 3)).extracting(Series::position).isEqualTo(3);
        assertThat(advanced(read, 3)).as("beyond the limit").isNull();
        series.end(read.organisation(), read.seriesId(), "by-person");
        assertThat(advanced(read, 9)).as("of a series that ended").isNull();
    }

    private Series advanced(Series read, int most) {
        return series.advance(read.organisation(), read.seriesId(), most);
    }
}
