#include "forms/launchdetails.h"

#include "base/literals.h"
#include "base/visible.h"
#include "openstack/compute/userdata.h"
#include "operations/names.h"
#include "operations/userdatawords.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

LaunchDetails LaunchDetails::of(const openstack::CreateServer &server)
{
    LaunchDetails details;
    details.description = server.description;
    details.tags = server.tags.join(", "_L1);
    details.metadata = server.metadata;
    details.userData = server.userData;
    details.configDrive = server.configDrive;
    details.password = server.adminPassword;
    return details;
}

void LaunchDetails::applyTo(openstack::CreateServer &server) const
{
    server.description = description.trimmed();
    server.userData = userData;
    server.configDrive = configDrive;
    server.adminPassword = password; // blanks count
    server.tags = tagList();
    server.metadata.insert(metadata);
}

QStringList LaunchDetails::tagList() const
{
    QStringList list;
    for (const QString &tag : tags.split(u',')) {
        if (const QString word = tag.trimmed(); !word.isEmpty() && !list.contains(word))
            list += word;
    }
    return list;
}

QString LaunchDetails::metadataText() const
{
    QStringList parts;
    for (auto it = metadata.begin(); it != metadata.end(); ++it)
        parts += it.key() + u'=' + it.value();
    return parts.join(", "_L1);
}

void LaunchDetails::setMetadataText(const QString &text)
{
    metadata.clear();
    oddMetadata.clear();
    for (const QString &part : text.split(u',')) {
        const QString key = part.section(u'=', 0, 0).trimmed();
        if (part.contains(u'=') && !key.isEmpty())
            metadata.insert(key, part.section(u'=', 1).trimmed());
        else if (!part.trimmed().isEmpty())
            oddMetadata = part.trimmed();
    }
}

QString LaunchDetails::userDataText() const
{
    if (userData.isEmpty())
        return {};
    using Kind = openstack::UserDataFault::Kind;
    const openstack::UserDataFault fault = openstack::userDataFault(userData);
    switch (fault.kind) {
    case Kind::TooLarge:
    case Kind::NotYaml:
        return userDataProblem();
    case Kind::NotAMap:
        return tr("After #cloud-config, lines such as “packages: [nginx]” are expected.");
    case Kind::NoHeader:
        return tr("The text does not start with #cloud-config or #!. Most images ignore it.");
    case Kind::None:
        break;
    }
    //: The size of a text. Both are numbers of bytes.
    return tr("%1 of %2 bytes as base64")
        .arg(QString::number(openstack::encodedSize(userData)),
             QString::number(openstack::CreateServer::largestUserData));
}

QString LaunchDetails::userDataProblem() const
{
    return operations::userDataProblem(userData);
}

std::vector<LaunchFault> LaunchDetails::faults() const
{
    std::vector<LaunchFault> faults;
    if (operations::characters(description.trimmed()) > operations::longestName)
        faults.push_back(
            {u"description"_s, tr("The description can have at most 255 characters.")});
    constexpr qsizetype longestTag = 60;
    if (std::ranges::any_of(tagList(), [](const QString &tag) {
            return tag.size() > longestTag || tag.contains(u'/');
        }))
        faults.push_back({u"tags"_s, tr("A tag can have at most 60 characters and no slash.")});
    if (!oddMetadata.isEmpty())
        faults.push_back(
            {u"metadata"_s, tr("“%1” is not “key=value”.").arg(isolated(oddMetadata))});
    if (const QString problem = userDataProblem(); !problem.isEmpty())
        faults.push_back({u"userData"_s, problem});
    return faults;
}

} // namespace oriel::forms
