#include "demo/democloud.h"

#include "demo/blockstorage/blockstorageservice.h"
#include "demo/compute/computeservice.h"
#include "demo/compute/consoleservice.h"
#include "demo/http/httpserver.h"
#include "demo/identity/identityservice.h"
#include "demo/image/imageservice.h"
#include "demo/network/networkservice.h"
#include "demo/scenario.h"

using namespace Qt::StringLiterals;

namespace oriel::demo {

class DemoCloud::Private
{
public:
    Private(DemoOptions options, Clock &clock)
        : world(options, clock)
        , volumes(world)
        , lifecycle(world, volumes)
        , identity(world)
        , compute(world, volumes, lifecycle)
        , console(world)
        , blockStorage(world, volumes)
        , image(world)
        , network(world)
        , server([this](const HttpRequest &request, const HttpResponder &respond) {
            handle(request, respond);
        })
    {}

    World world;
    VolumeManager volumes;
    Lifecycle lifecycle;
    IdentityService identity;
    ComputeService compute;
    ConsoleService console;
    BlockStorageService blockStorage;
    ImageService image;
    NetworkService network;
    HttpServer server;

    /// The service for the first segment of the path, and the rest of the path.
    std::pair<Service *, QString> route(const HttpRequest &request)
    {
        QString path = request.path;
        while (path.endsWith(u'/'))
            path.chop(1);
        const QString first = path.section(u'/', 1, 1);
        const QString rest = path.section(u'/', 2);
        Service *service = first == u"identity"  ? static_cast<Service *>(&identity)
                           : first == u"compute" ? static_cast<Service *>(&compute)
                           : first == u"console" ? static_cast<Service *>(&console)
                           : first == u"volume"  ? static_cast<Service *>(&blockStorage)
                           : first == u"image"   ? static_cast<Service *>(&image)
                           : first == u"network" ? static_cast<Service *>(&network)
                                                 : nullptr;
        return {service, rest};
    }

    HttpResponse answer(const HttpRequest &request)
    {
        const auto [service, rest] = route(request);
        if (service != nullptr)
            return service->handle(request, rest);
        HttpResponse response = HttpResponse::empty(404);
        response.contentType = QByteArrayLiteral("text/plain");
        response.body = QByteArrayLiteral(
            "The demo cloud serves /identity, /compute, /volume, /image, /network and /console.\n");
        return response;
    }

    void handle(const HttpRequest &request, const HttpResponder &respond)
    {
        const auto rule = world.faults.take(logged(request));
        if (rule)
            misbehave(*rule, request, afterLatency(respond));
        else
            afterLatency(respond)(answer(request));
    }

    /// Simulates a distant network.
    HttpResponder afterLatency(const HttpResponder &respond)
    {
        const auto latency = world.options().latency;
        if (latency.count() <= 0)
            return respond;
        return [this, respond, latency](HttpResponse response) {
            world.after(latency, [respond, response = std::move(response)] { respond(response); });
        };
    }

    static LoggedRequest logged(const HttpRequest &request)
    {
        LoggedRequest entry{request.method, request.path, {}, request.headers, request.body};
        const qsizetype mark = request.target.indexOf('?');
        if (mark >= 0 && !request.path.startsWith(u"/console")) // it has a token
            entry.query = request.target.mid(mark + 1);
        for (const char *const secret : {"x-auth-token", "x-subject-token", "authorization"}) {
            if (entry.headers.contains(secret))
                entry.headers.insert(secret, QByteArrayLiteral("…"));
        }
        if (request.path.startsWith(u"/identity") || entry.body.size() > 65'536)
            entry.body.clear();
        return entry;
    }

    void misbehave(const FaultRule &rule, const HttpRequest &request, const HttpResponder &respond)
    {
        using Kind = FaultRule::Kind;
        HttpResponse response;
        switch (rule.kind) {
        case Kind::Delay:
            // The request takes effect immediately; only the answer is delayed.
            world.after(rule.delay, [respond, later = answer(request)] { respond(later); });
            return;
        case Kind::Hang:
            return;
        case Kind::CutBefore:
            if (rule.carriedOut)
                response = answer(request);
            response.ending = HttpResponse::Ending::CutBefore;
            break;
        case Kind::CutBody:
            response = answer(request);
            response.ending = HttpResponse::Ending::CutBody;
            response.cutAfter = rule.bytes;
            break;
        case Kind::Status:
            if (rule.reached)
                answer(request);
            response.status = rule.status;
            response.contentType = QByteArrayLiteral("text/plain");
            response.body = "HTTP " + QByteArray::number(rule.status) + "\n";
            if (rule.retryAfter)
                response.with("Retry-After", QByteArray::number(*rule.retryAfter));
            break;
        case Kind::Unauthorized:
            if (Service *service = route(request).first)
                response = service->unauthorized(request);
            else
                response.status = 401;
            break;
        case Kind::Garbage:
            response.ending = HttpResponse::Ending::Raw;
            response.body = QByteArray("\x00\xff\x13\x37 this is not HTTP \x80\x81\r\n\r\n", 28);
            break;
        case Kind::Html:
            response.contentType = QByteArrayLiteral("text/html");
            response.body = QByteArrayLiteral(
                "<html><head><title>Welcome</title></head><body>It works.</body></html>\n");
            break;
        }
        respond(response);
    }
};

DemoCloud::DemoCloud(DemoOptions options, Clock &clock)
    : d(std::make_unique<Private>(options, clock))
{
    Scenario(d->world, d->volumes).build();
}

DemoCloud::~DemoCloud() = default;

Result<Nothing> DemoCloud::start()
{
    auto listening = d->server.listen(d->world.options().port);
    if (listening)
        d->world.base = u"http://127.0.0.1:%1"_s.arg(d->server.port());
    return listening;
}

quint16 DemoCloud::port() const
{
    return d->server.port();
}

QUrl DemoCloud::authUrl() const
{
    return QUrl(d->world.base + u"/identity/v3");
}

QByteArray DemoCloud::cloudsYaml() const
{
    const QString pattern = u"  %1:\n"
                            "    auth:\n"
                            "      auth_url: %2\n"
                            "      username: %3\n"
                            "      password: %4\n"
                            "      project_name: demo\n"
                            "      user_domain_name: Default\n"
                            "      project_domain_name: Default\n"
                            "    region_name: RegionOne\n"
                            "    identity_api_version: 3\n"_s;
    const QString url = authUrl().toString();
    const QString text = u"clouds:\n"_s + pattern.arg(u"demo"_s, url, u"demo"_s, u"demo"_s) +
                         pattern.arg(u"demo-reader"_s, url, u"reader"_s, u"demo-reader"_s);
    return text.toUtf8();
}

FaultInjector &DemoCloud::faults()
{
    return d->world.faults;
}

} // namespace oriel::demo
