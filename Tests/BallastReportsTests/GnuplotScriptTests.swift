import Ballast
import Testing

@Suite struct GnuplotScriptTests {
    /// Text from outside stays text: gnuplot ends a string in single quotes at a quote that is not doubled, and nowhere else.
    @Test(arguments: [
        ("plain", "'plain'"),
        ("it's", "'it''s'"),
        ("'; system('touch x'); '", "'''; system(''touch x''); '''"),
        ("a\nset output 'x'", "'a set output ''x'''"),
        ("tab\tnul\u{0}end\u{2028}line\r\n.", "'tab nul end line  .'"),
        ("`ls` $x @m \\", "'`ls` $x @m \\'"),
        ("ü_{x}^y 50%", "'ü_{x}^y 50%'"),
        ("", "''"),
    ])
    func textsAreQuoted(text: String, quoted: String) {
        #expect(GnuplotScript.quoted(text) == quoted)
    }

    @Test func ticksAreNoFormats() { #expect(GnuplotScript.quotedTick("5%d %g'") == "'5%%d %%g'''") }

    @Test func numbersHaveOneForm() {
        let numbers = [0.1, -1e-9, 123_456_789, 2 / 3.0, .nan, .infinity, 0].map(GnuplotScript.number)
        #expect(numbers == ["0.1", "-1e-09", "1.234568e+08", "0.6666667", "NaN", "NaN", "0"])
        var script = GnuplotScript()
        script.data("d", [[1, 0.5], [2, .nan]])
        #expect(script.text == "set encoding utf8\n$d << EOD\n1 0.5\n2 NaN\nEOD\n")
    }
}
