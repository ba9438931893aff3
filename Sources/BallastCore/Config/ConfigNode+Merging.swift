extension ConfigNode {
    /// This node with another laid over it, as a file is laid over the one it extends.
    ///
    /// - Sections are merged key by key; keys of this node keep their order, new ones follow.
    /// - A section that names another `type` replaces this one whole: the settings of one loss mean nothing to another.
    /// - A section without `type` laid over a component's bare name completes it: `{gamma: 1}` over `focal` is
    ///   `{type: focal, gamma: 1}`.
    /// - Anything else, lists and `null` included, replaces what was there.
    public func overlaid(by overlay: ConfigNode) -> ConfigNode {
        guard let added = overlay.entries, let present = sectionOfComponent.entries else { return overlay }
        if let newType = overlay[ComponentReference.typeKey],
            let oldType = sectionOfComponent[ComponentReference.typeKey],
            newType != oldType
        {
            return overlay
        }
        var entries = present
        for entry in added {
            if let index = entries.firstIndex(where: { $0.key == entry.key }) {
                entries[index].value = entries[index].value.overlaid(by: entry.value)
                entries[index].keyLocation = entry.keyLocation
            } else {
                entries.append(entry)
            }
        }
        return ConfigNode(.mapping(entries), at: overlay.location)
    }

    /// A bare name as the section it abbreviates; any other node as it is.
    var sectionOfComponent: ConfigNode {
        guard string != nil else { return self }
        let type = ConfigEntry(key: ComponentReference.typeKey, keyLocation: location, value: self)
        return ConfigNode(.mapping([type]), at: location)
    }
}
