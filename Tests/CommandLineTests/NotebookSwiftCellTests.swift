import Foundation
import TestSupport
import Testing

/// A page with cells of every kind.
@Suite struct NotebookSwiftCellTests {
    private static let page = """
        # Page

        ```sh
        echo one
        ```

        ```yaml file=part.yaml
        seed: 3
        ```

        ```swift
        import Ballast
        print(try ConfigNode.load(path: "part.yaml")["seed"] != nil)
        ```

        ```sh varying
        cat part.yaml; date +%N
        ```

        ```sh fails=3
        exit 3
        ```

        ```sh skip
        exit 1
        ```

        """

    private static func write(_ text: String, in directory: TemporaryDirectory) throws -> String {
        let path = directory.file("page.md")
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test func runWritesOutputsThatCheckConfirms() throws {
        let directory = try TemporaryDirectory()
        let path = try Self.write(Self.page, in: directory)
        let run = try Program.run(["notebook", "run", "page.md"], in: directory)
        #expect(run.code == 0, "\(run.errors)")
        let written = try String(contentsOfFile: path, encoding: .utf8)
        #expect(written.contains("```sh\necho one\n```\n\n```output\none\n```\n"))
        #expect(written.contains("!= nil)\n```\n\n```output\ntrue\n```\n"))
        #expect(written.contains("```output\nseed: 3\n"))

        let check = try Program.run(["notebook", "check", "page.md"], in: directory)
        #expect(check.code == 0, "\(check.output)\(check.errors)")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == written)

        _ = try Self.write(written.replacingOccurrences(of: "\none\n", with: "\ntwo\n"), in: directory)
        let changed = try Program.run(["notebook", "check", "page.md"], in: directory)
        #expect(changed.code == 65)
        #expect(changed.output.contains("page.md:7: the output of the sh cell at line 3 differs"), "\(changed.output)")
        #expect(changed.output.contains("- two") && changed.output.contains("+ one"))
    }

    @Test func faultOfASwiftCellNamesItsLine() throws {
        let directory = try TemporaryDirectory()
        _ = try Self.write("```swift\nlet broken: Int = \"\"\n```\n", in: directory)
        let check = try Program.run(["notebook", "check", "page.md"], in: directory)
        #expect(check.code == 65)
        #expect((check.output + check.errors).contains("page.md:2:"), "\(check.output)\(check.errors)")
    }
}
