#pragma once

#include "forms/snapshotquota.h"

#include <QtCore/QStringList>
#include <QtWidgets/QWidget>

#include <vector>

class QGridLayout;

namespace oriel::ui {

class Theme;

/// The free quota, one line for each resource: its name, a gauge, and the text. Hidden while empty.
/// `heading` is above the lines; empty: none.
class QuotaList final : public QWidget
{
public:
    QuotaList(Theme &theme, const QString &heading, QWidget *parent);

    void setLines(const std::vector<forms::QuotaLine> &lines);

private:
    Theme &m_theme;
    QGridLayout *m_grid;
    QStringList m_titles;
};

} // namespace oriel::ui
