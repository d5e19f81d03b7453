#include "openstack/compute/userdata.h"

#include "openstack/compute/createserver.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>

namespace oriel::openstack {

namespace {

/// What cloud-init recognizes in the first bytes.
constexpr std::array<const char *, 7> headers{
    "#!",          "#include", "#cloud-boothook", "#part-handler", "Content-Type:", "MIME-Version:",
    "## template:"};
constexpr char gzipMagic[] = "\x1f\x8b";

} // namespace

qsizetype encodedSize(const QByteArray &text)
{
    constexpr qsizetype group = 3;
    return (text.size() + group - 1) / group * 4;
}

UserDataFault userDataFault(const QByteArray &text)
{
    if (text.isEmpty())
        return {};
    if (encodedSize(text) > CreateServer::largestUserData)
        return {UserDataFault::Kind::TooLarge};
    if (text.startsWith("#cloud-config")) {
        try {
            const YAML::Node node = YAML::Load(text.toStdString());
            return {node.IsMap() ? UserDataFault::Kind::None : UserDataFault::Kind::NotAMap};
        } catch (const YAML::Exception &fault) {
            return {UserDataFault::Kind::NotYaml, fault.mark.line + 1,
                    QString::fromStdString(fault.msg)};
        }
    }
    const bool known =
        text.startsWith(gzipMagic) || std::ranges::any_of(headers, [&text](const char *header) {
            return text.startsWith(header);
        });
    return {known ? UserDataFault::Kind::None : UserDataFault::Kind::NoHeader};
}

} // namespace oriel::openstack
