// What a service answers: the first byte chooses the decoder, the rest is the body.

#include "net/classify.h"
#include "net/versions.h"
#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/groupsnapshot.h"
#include "openstack/blockstorage/limits.h"
#include "openstack/blockstorage/message.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumegroup.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/blockstorage/volumetype.h"
#include "openstack/compute/createserver.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/instanceaction.h"
#include "openstack/compute/keypair.h"
#include "openstack/compute/limits.h"
#include "openstack/compute/server.h"
#include "openstack/compute/servergroup.h"
#include "openstack/identity/project.h"
#include "openstack/identity/tokenrequest.h"
#include "openstack/image/image.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/network.h"
#include "openstack/network/port.h"
#include "openstack/network/securitygroup.h"
#include "openstack/quotas.h"

#include <QtCore/QDateTime>

#include <array>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::openstack;

namespace {

using Decode = void (*)(const net::Answer &answer);

struct NetworkQuotas : GetQuotas
{
    NetworkQuotas() { service = net::Service::Network; }
};

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
constexpr std::array<std::pair<char, Decode>, 40> decoders{{
    {'a', &page<List<Server>>},
    {'b', &one<Get<Server>>},
    {'c', &page<List<Image>>},
    {'d', &one<Get<Image>>},
    {'e', &page<List<Volume>>},
    {'f', &one<Get<Volume>>},
    {'g', &page<List<VolumeSnapshot>>},
    {'h', &one<Get<VolumeSnapshot>>},
    {'i', &page<List<Flavor>>},
    {'j', &page<List<KeyPair>>},
    {'k', &one<GetComputeLimits>},
    {'l', &one<GetBlockStorageLimits>},
    {'m', &one<Create<KeyPair>>},
    {'n', &one<ListInstanceActions>},
    {'o', &one<GetInstanceAction>},
    {'p', &page<List<Message>>},
    {'q', &page<List<Backup>>},
    {'r', &one<Get<Backup>>},
    {'s', &page<List<VolumeType>>},
    {'t', &page<List<Network>>},
    {'u', &page<List<Port>>},
    {'v', &page<List<FloatingIp>>},
    {'w', &one<Get<FloatingIp>>},
    {'x', &page<List<SecurityGroup>>},
    {'y', &page<List<Project>>},
    {'z', &token},
    {'A', &versions},
    {'B', &page<List<AvailabilityZone>>},
    {'C', &one<CreateServer>},
    {'D', &createdImage},
    {'E', &one<GetConsoleOutput>},
    {'F', &one<UpdateVolumeSnapshotMetadata>},
    {'G', &one<CreateVolumeSnapshot>},
    {'H', &refusal<400>},
    {'I', &refusal<403>},
    {'J', &refusal<503>},
    {'K', &page<List<ServerGroup>>},
    {'L', &one<NetworkQuotas>},
    {'M', &page<List<VolumeGroup>>},
    {'N', &page<List<GroupSnapshot>>},
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
