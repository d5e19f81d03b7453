#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace oriel::openstack {

/// What is wrong with a text that an instance is to get as its user data.
struct UserDataFault
{
    enum class Kind {
        None,
        TooLarge, ///< encoded as base64, larger than Nova takes
        NotYaml,  ///< it starts with #cloud-config, and YAML cannot read it
        NotAMap,  ///< it is a #cloud-config without any "key: value"
        NoHeader, ///< cloud-init does not know what it is, and ignores it
    };
    Kind kind = Kind::None;
    int line = 0;      ///< of NotYaml, from 1
    QString message{}; ///< of NotYaml, in the parser's words

    bool operator==(const UserDataFault &) const = default;
};

/// The first fault of `text`; none if it is empty.
/// https://docs.cloud-init.io/en/latest/explanation/format/index.html
[[nodiscard]] UserDataFault userDataFault(const QByteArray &text);

/// The size of its base64 text, in bytes.
[[nodiscard]] qsizetype encodedSize(const QByteArray &text);

} // namespace oriel::openstack
