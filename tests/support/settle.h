#pragma once

#include "net/transport.h"
#include "support/scriptedserver.h"

#include <QtTest/QtTest>

namespace oriel::test {

/// Returns after a separate request has been answered: everything sent earlier over this transport
/// has arrived by then. For tests that something does not happen.
inline void settle(net::Transport &transport, const ScriptedServer &server)
{
    net::HttpRequest request;
    request.url = server.url(QString::fromLatin1(ScriptedServer::settled));
    QObject context;
    bool answered = false;
    transport.send(std::move(request), &context,
                   [&answered](const Result<net::HttpAnswer> &) { answered = true; });
    if (!QTest::qWaitFor([&answered] { return answered; }))
        qFatal("the scripted server does not answer");
}

} // namespace oriel::test
