#pragma once

#include <QtCore/QJsonObject>
#include <QtCore/QStringList>

class QApplication;

namespace oriel::bench {

/// One thing that is measured: `oriel_bench NAME ARGUMENTS…` prints what it returns. Every probe is
/// a process of its own, so that none finds warm what another has left.
using Probe = QJsonObject (*)(QApplication &application, const QStringList &arguments);

QJsonObject bareWindow(QApplication &application, const QStringList &arguments);
QJsonObject completeList(QApplication &application, const QStringList &arguments);
QJsonObject refreshFewChanged(QApplication &application, const QStringList &arguments);
QJsonObject refreshForLong(QApplication &application, const QStringList &arguments);
QJsonObject startAProgram(QApplication &application, const QStringList &arguments);
QJsonObject stalls(QApplication &application, const QStringList &arguments);
QJsonObject openAnInstance(QApplication &application, const QStringList &arguments);
QJsonObject createASnapshot(QApplication &application, const QStringList &arguments);
QJsonObject listWithoutEnd(QApplication &application, const QStringList &arguments);
QJsonObject bulkDialogs(QApplication &application, const QStringList &arguments);
QJsonObject launchForm(QApplication &application, const QStringList &arguments);
QJsonObject requestsAMinute(QApplication &application, const QStringList &arguments);

} // namespace oriel::bench
