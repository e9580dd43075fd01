package dev.handaxe.benchmarks.python;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PythonTextTest {

    @Test
    void stripsWhatPythonCallsSpace() {
        assertThat(PythonText.strip("\u001c\u0085\u00a0 a\u200bb\u2007\u202f\u3000\n"))
                .isEqualTo("a\u200bb");
        assertThat(PythonText.strip(" \t")).isEmpty();
        assertThat(PythonText.withoutSpace(" a\u00a0b\u2028c ")).isEqualTo("abc");
    }

    @Test
    void splitsIntoAllPartsEmptyOnesToo() {
        assertThat(PythonText.split("a  b ", " ")).containsExactly("a", "", "b", "");
        assertThat(PythonText.split("", " ")).containsExactly("");
    }

    @Test
    void caseFollowsNoCountrysRules() {
        assertThat(PythonText.lower("I\u0130\u03a3")).isEqualTo("ii\u0307\u03c2");
        assertThat(PythonText.lower("\u03a3 A\u03a31 A'\u03a3.B A\u03a3\\%1 \ud801\udc00"))
                .isEqualTo("\u03c3 a\u03c21 a'\u03c3.b a\u03c2\\%1 \ud801\udc28");
    }
}
