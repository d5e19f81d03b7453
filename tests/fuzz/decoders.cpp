// What a service answers: the first byte chooses the decoder, the rest is the body.

#include "net/classify.h"
#include "net/versions.h"
#include "openstack/blockstorage/backups.h"
#include "openstack/blockstorage/requests.h"
#include "openstack/blockstorage/volumechanges.h"
#include "openstack/compute/createserver.h"
#include "openstack/compute/requests.h"
#include "openstack/identity/requests.h"
#include "openstack/identity/tokenrequest.h"
#include "openstack/image/requests.h"
#include "openstack/network/floatingips.h"
#include "openstack/network/requests.h"

#include <QtCore/QDateTime>

#include <array>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::openstack;

namespace {

using Decode = void (*)(const net::Answer &answer);

template <typename E>
void one(const net::Answer &answer)
{
    [[maybe_unused]] const bool ok = E{}.decode(answer).ok();
}

/// With the request for the next page, which is made of what the answer says.
template <typename E>
void page(const net::Answer &answer)
{
    const E endpoint{};
    if (const auto decoded = endpoint.decode(answer); decoded.ok() && decoded->next)
        [[maybe_unused]]
        const auto next = endpoint.withMarker(*decoded->next).request();
}

void token(const net::Answer &answer)
{
    [[maybe_unused]] const bool ok = decodeToken(answer.body, "token").ok();
}

void versions(const net::Answer &answer)
{
    [[maybe_unused]] const bool ok =
        net::readVersions(answer.body, QUrl(u"http://cloud.example/v2.1"_s)).ok();
}

/// The first line of the body is the Location header as well.
void createdImage(const net::Answer &answer)
{
    net::Answer located = answer;
    located.headers = {{"location", answer.body.left(answer.body.indexOf('\n'))}};
    one<CreateImage>(located);
}

template <int status>
void refusal(const net::Answer &answer)
{
    net::HttpAnswer refused;
    refused.status = status;
    refused.body = answer.body;
    refused.headers = {
        {"content-type", answer.body.startsWith('<') ? "text/html" : "application/json"},
        {"retry-after", answer.body.left(30)}};
    [[maybe_unused]] const Error error =
        net::classify(refused, QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC));
}

/// Letters, so that inputs can be read; seeds.py knows them.
constexpr std::array<std::pair<char, Decode>, 36> decoders{{
    {'a', &page<ListServers>},
    {'b', &one<GetServer>},
    {'c', &page<ListImages>},
    {'d', &one<GetImage>},
    {'e', &page<ListVolumes>},
    {'f', &one<GetVolume>},
    {'g', &page<ListVolumeSnapshots>},
    {'h', &one<GetVolumeSnapshot>},
    {'i', &page<ListFlavors>},
    {'j', &page<ListKeyPairs>},
    {'k', &one<GetComputeLimits>},
    {'l', &one<GetBlockStorageLimits>},
    {'m', &one<ListVolumeAttachments>},
    {'n', &one<ListInstanceActions>},
    {'o', &one<GetInstanceAction>},
    {'p', &page<ListMessages>},
    {'q', &page<ListBackups>},
    {'r', &one<GetBackup>},
    {'s', &one<ListVolumeTypes>},
    {'t', &page<ListNetworks>},
    {'u', &page<ListPorts>},
    {'v', &page<ListFloatingIps>},
    {'w', &one<GetFloatingIp>},
    {'x', &page<ListSecurityGroups>},
    {'y', &one<ListProjects>},
    {'z', &token},
    {'A', &versions},
    {'B', &one<ListAvailabilityZones>},
    {'C', &one<CreateServer>},
    {'D', &createdImage},
    {'E', &one<GetConsoleOutput>},
    {'F', &one<UpdateVolumeSnapshotMetadata>},
    {'G', &one<CreateVolumeSnapshot>},
    {'H', &refusal<400>},
    {'I', &refusal<403>},
    {'J', &refusal<503>},
}};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    const auto *const chosen =
        std::ranges::find(decoders, static_cast<char>(data[0]), &std::pair<char, Decode>::first);
    const Decode decode =
        chosen != decoders.end() ? chosen->second : decoders[data[0] % decoders.size()].second;
    net::Answer answer;
    answer.status = 200;
    answer.body = QByteArray(reinterpret_cast<const char *>(data + 1), static_cast<int>(size - 1));
    decode(answer);
    return 0;
}
