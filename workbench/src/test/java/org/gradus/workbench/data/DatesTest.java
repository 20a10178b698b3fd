package org.gradus.workbench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import org.gradus.workbench.data.Step.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatesTest {
    @ParameterizedTest
    @CsvSource({
        "1970-01-01, 0",
        "1970-01-02, 86400",
        "1969-12-31, -86400",
        "2024/2/29, 1709164800",
        "29.02.2024, 1709164800",
        "2024-02-29T01:02:03Z, 1709168523",
        "2024-02-29 01:02:03.5+02:00, 1709168523.5",
        "2024-02-29 01:02, 1709168520",
        "2024-02-29 00:00:00+00, 1709164800"
    })
    void readsDates(String text, double seconds) {
        assertThat(Dates.seconds(text)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2023-02-29",
                "2024-13-01",
                "05/06/2024",
                "20240101",
                "2024-01-01 25:00",
                "2024-01-01x",
                "12.5.24"
            })
    void anythingElseIsNone(String text) {
        assertThat(Dates.seconds(text)).isNaN();
    }

    @Test
    void featuresFollowTheCalendar() {
        for (LocalDate day = LocalDate.of(1890, 12, 1); day.getYear() < 2110; day = day.plusDays(97)) {
            double seconds = Dates.seconds(day.toString());
            double week = 2 * Math.PI * (day.getDayOfWeek().getValue() - 1) / 7;
            double year = 2 * Math.PI * (day.getDayOfYear() - 1) / 365.25;
            assertThat(Dates.form(Form.DAYS, seconds)).isEqualTo((double) day.toEpochDay());
            assertThat(Dates.form(Form.WEEKEND, seconds))
                    .isEqualTo(day.getDayOfWeek().getValue() >= 6 ? 1 : 0);
            assertThat(Dates.form(Form.WEEKDAY_SIN, seconds)).isEqualTo(Math.sin(week), within(1e-15));
            assertThat(Dates.form(Form.WEEKDAY_COS, seconds)).isEqualTo(Math.cos(week), within(1e-15));
            assertThat(Dates.form(Form.SEASON_SIN, seconds)).isEqualTo(Math.sin(year), within(1e-15));
            assertThat(Dates.form(Form.SEASON_COS, seconds)).isEqualTo(Math.cos(year), within(1e-15));
            assertThat(Dates.form(Form.HOUR_COS, seconds + 6 * 3600)).isEqualTo(0, within(1e-15));
            assertThat(Dates.form(Form.HOUR_SIN, seconds + 6 * 3600)).isEqualTo(1, within(1e-15));
        }
        assertThat(Dates.form(Form.DAYS, Double.NaN)).isNaN();
        assertThat(Dates.form(Form.MISSING, Double.NaN)).isEqualTo(1);
    }
}
