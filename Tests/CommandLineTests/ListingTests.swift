import Ballast
import Foundation
import Testing
import TestSupport

@Suite struct ListingTests {
    private struct Listing: Decodable {
        struct Entry: Decodable {
            let name: String
            let summary: String
        }

        let kind: String
        let components: [Entry]
    }

    @Test func everyComponentIsListedAndDescribed() throws {
        let directory = try TemporaryDirectory()
        let listed = try Program.run(["list", "--json"], in: directory)
        #expect(listed.code == 0)
        let listings = try JSONText.decode([Listing].self, from: listed.output)
        let catalog = try ComponentLibrary.standard().catalog
        #expect(listings.map(\.kind) == catalog.registries.map(\.kind))
        for (listing, registry) in zip(listings, catalog.registries) {
            #expect(listing.components.map(\.name) == registry.names)
            let described = try Program.run(["describe", listing.kind], in: directory)
            #expect(described.code == 0)
            for entry in listing.components { #expect(described.output.contains(entry.summary)) }
        }
    }

    @Test func descriptionsStateDefaultsAndRanges() throws {
        let directory = try TemporaryDirectory()
        let text = try Program.run(["describe", "loss", "fal"], in: directory).output
        #expect(text.contains("beta: a number ≥ 0; default 0.1"))
        let json = try Program.run(["describe", "loss", "fal", "--json"], in: directory).output
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        #expect(object?["name"] as? String == "fal")
        let markdown = try Program.run(["describe", "run", "--markdown"], in: directory).output
        #expect(markdown.contains("| `optimizer` |"))
    }

    @Test func helpIsShortAndVersionIsStated() throws {
        let directory = try TemporaryDirectory()
        #expect(try Program.run(["--version"], in: directory).output == ballastVersion + "\n")
        let help = try Program.run(["--help"], in: directory)
        #expect(help.code == 0 && help.output.contains("SUBCOMMANDS"))
    }
}
